#ifndef TE_DWCONV2D_S8_BODY_H
#define TE_DWCONV2D_S8_BODY_H

#include "te_dwconv2d.h"
#include "te_fixed.h"

TE_ALWAYS_INLINE int32_t te_dwconv2d_s8_dot(const int8_t *const *rows, int32_t ix0, int32_t c, const te_dwconv2d_s8_params *p)
{
    const int8_t *w = p->weights + c * p->kernelHeight * p->kernelWidth;
    const int32_t inOffset = c / p->multiplier * p->in.channel;
    int32_t acc = p->requant[c].bias;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++) {
        for (int32_t kx = 0; kx < p->kernelWidth; kx++) {
            const int32_t ix = ix0 + kx * p->dilationX;
            const int inside = rows[ky] != NULL && ix >= 0 && ix < p->inWidth;
            acc = te_mac(acc, inside ? rows[ky][ix * p->in.pixel + inOffset] : p->inZeroPoint, *w++);
        }
    }
    return acc;
}

TE_ALWAYS_INLINE void te_dwconv2d_s8_row(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_dwconv2d_s8_params *p,
                                         int anyshift)
{
    const int32_t outChannels = p->inChannels * p->multiplier;
    TE_COUNT_MACS((int64_t)(x1 - x0) * outChannels * p->kernelHeight * p->kernelWidth);
    for (int32_t x = x0; x < x1; x++) {
        for (int32_t c = 0; c < outChannels; c++) {
            const int32_t acc = te_dwconv2d_s8_dot(rows, x * p->strideX - p->padLeft, c, p);
            const int32_t v = te_requantize(acc, p->requant + c, anyshift);
            out[(x - x0) * p->out.pixel + c * p->out.channel] = (int8_t)te_clamp(v, p->clampMin, p->clampMax);
        }
    }
}

#endif
