/* Transposed convolution seen from the output: of each kernel row only the taps kx with (x + padLeft - kx) a multiple of the stride meet
 * an input column, so kx goes in steps of the stride while the column goes down by one. */
#ifndef TE_TRANSPOSE_CONV_S8_BODY_H
#define TE_TRANSPOSE_CONV_S8_BODY_H

#include <stddef.h>

#include "te_fixed.h"
#include "te_transpose_conv.h"

TE_ALWAYS_INLINE int32_t te_transpose_conv_s8_tap(int32_t acc, const int8_t *in, const int8_t *w, const te_transpose_conv_s8_params *p)
{
    for (int32_t ic = 0; ic < p->inChannels; ic++)
        acc = te_mac(acc, in[ic * p->in.channel] - p->inZeroPoint, w[ic]);
    return acc;
}

/* The sum of output column x; adds the taps that met an input to *taps. */
TE_ALWAYS_INLINE int32_t te_transpose_conv_s8_sum(const int8_t *const *rows, int32_t x, int32_t oc, int32_t *taps,
                                                  const te_transpose_conv_s8_params *p)
{
    const int8_t *w = p->weights + oc * p->kernelHeight * p->kernelWidth * p->inChannels;
    const int32_t position = x + p->padLeft;
    int32_t acc = p->requant[oc].bias;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++, w += p->kernelWidth * p->inChannels) {
        if (rows[ky] == NULL)
            continue;
        int32_t ix = position / p->strideX;
        for (int32_t kx = position % p->strideX; kx < p->kernelWidth && ix >= 0; kx += p->strideX, ix--) {
            if (ix >= p->inWidth)
                continue;
            acc = te_transpose_conv_s8_tap(acc, rows[ky] + ix * p->in.pixel, w + kx * p->inChannels, p);
            ++*taps;
        }
    }
    return acc;
}

TE_ALWAYS_INLINE void te_transpose_conv_s8_row(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1,
                                               const te_transpose_conv_s8_params *p, int anyshift)
{
    int32_t taps = 0;
    for (int32_t x = x0; x < x1; x++) {
        for (int32_t oc = 0; oc < p->outChannels; oc++) {
            const int32_t acc = te_transpose_conv_s8_sum(rows, x, oc, &taps, p);
            const int32_t v = te_requantize(acc, p->requant + oc, anyshift);
            out[(x - x0) * p->out.pixel + oc * p->out.channel] = (int8_t)te_clamp(v, p->clampMin, p->clampMax);
        }
    }
    TE_COUNT_MACS((int64_t)taps * p->inChannels);
}

#endif
