/* As te_transpose_conv_s8, with sums of 64 bits. */
#ifndef TE_TRANSPOSE_CONV_S16__C99_H
#define TE_TRANSPOSE_CONV_S16__C99_H

#include <stddef.h>

#include "te_requant_s16.h"
#include "te_transpose_conv.h"

/* The sum of output column x, without the bias; adds the taps that met an input to *taps. */
static int64_t te_transpose_conv_s16_sum(const int16_t *const *rows, int32_t x, int32_t oc, int32_t *taps,
                                         const te_transpose_conv_s16_params *p)
{
    const int8_t *w = p->weights + oc * p->kernelHeight * p->kernelWidth * p->inChannels;
    const int32_t position = x + p->padLeft;
    int64_t acc = 0;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++, w += p->kernelWidth * p->inChannels) {
        if (rows[ky] == NULL)
            continue;
        int32_t ix = position / p->strideX;
        for (int32_t kx = position % p->strideX; kx < p->kernelWidth && ix >= 0; kx += p->strideX, ix--) {
            if (ix >= p->inWidth)
                continue;
            const int8_t *tap = w + kx * p->inChannels;
            int32_t at = ix * p->in.pixel;
            for (int32_t ic = 0; ic < p->inChannels; ic++, at += p->in.channel)
                acc = te_mac_s16(acc, te_read_s16(rows[ky], at), tap[ic], 1);
            ++*taps;
        }
    }
    return acc;
}

void te_transpose_conv_s16__c99(int16_t *out, const int16_t *const *rows, int32_t x0, int32_t x1, const te_transpose_conv_s16_params *p,
                                void *scratch)
{
    (void)scratch;
    int32_t taps = 0;
    for (int32_t x = x0; x < x1; x++) {
        for (int32_t oc = 0; oc < p->outChannels; oc++) {
            const int64_t acc = te_transpose_conv_s16_sum(rows, x, oc, &taps, p);
            const int32_t v = te_clamp(te_requantize_s16(acc, p->requant + oc, 1), p->clampMin, p->clampMax);
            te_write_s16(out, (x - x0) * p->out.pixel + oc * p->out.channel, v);
        }
    }
    TE_COUNT_MACS((int64_t)taps * p->inChannels);
}

#endif
