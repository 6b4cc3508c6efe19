#ifndef TE_DWCONV2D_S16_BODY_H
#define TE_DWCONV2D_S16_BODY_H

#include <stddef.h>

#include "te_dwconv2d.h"
#include "te_requant_s16.h"

/* Sums have 64 bits. The window at input column ix0 for output channel c; taps outside the map are 0. */
TE_ALWAYS_INLINE int64_t te_dwconv2d_s16_dot(const int16_t *const *rows, int32_t ix0, int32_t c, const te_dwconv2d_s16_params *p)
{
    const int8_t *w = p->weights + c * p->kernelHeight * p->kernelWidth;
    const int32_t inOffset = c / p->multiplier * p->in.channel;
    int64_t acc = 0;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++, w += p->kernelWidth) {
        for (int32_t kx = 0; kx < p->kernelWidth; kx++) {
            const int32_t ix = ix0 + kx * p->dilationX;
            if (rows[ky] != NULL && ix >= 0 && ix < p->inWidth)
                acc = te_mac_s16(acc, te_read_s16(rows[ky], ix * p->in.pixel + inOffset), w[kx], 1);
        }
    }
    return acc;
}

TE_ALWAYS_INLINE void te_dwconv2d_s16_row(int16_t *out, const int16_t *const *rows, int32_t x0, int32_t x1, const te_dwconv2d_s16_params *p)
{
    const int32_t outChannels = p->inChannels * p->multiplier;
    TE_COUNT_MACS((int64_t)(x1 - x0) * outChannels * p->kernelHeight * p->kernelWidth);
    for (int32_t x = x0; x < x1; x++) {
        for (int32_t c = 0; c < outChannels; c++) {
            const int64_t acc = te_dwconv2d_s16_dot(rows, x * p->strideX - p->padLeft, c, p);
            const int32_t v = te_clamp(te_requantize_s16(acc, p->requant + c, 1), p->clampMin, p->clampMax);
            te_write_s16(out, (x - x0) * p->out.pixel + c * p->out.channel, v);
        }
    }
}

#endif
