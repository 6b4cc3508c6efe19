#ifndef TE_CONV2D_S8_BODY_H
#define TE_CONV2D_S8_BODY_H

#include "te_conv2d.h"
#include "te_fixed.h"

/* One output value: the window at input column ix0 for output channel oc, read in place. */
TE_ALWAYS_INLINE int32_t te_conv2d_s8_dot(const int8_t *const *rows, int32_t ix0, int32_t oc, const te_conv2d_s8_params *p)
{
    const int32_t groupIn = p->inChannels / p->groups;
    const int32_t firstIn = oc / (p->outChannels / p->groups) * groupIn;
    const int32_t depth4 = TE_CEIL4(p->kernelHeight * p->kernelWidth * groupIn);
    const int8_t *w = p->weights + (oc / 2) * 2 * depth4 + oc % 2 * 4;
    int32_t acc = p->requant[oc].bias;
    int32_t k = 0;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++) {
        for (int32_t kx = 0; kx < p->kernelWidth; kx++) {
            const int32_t ix = ix0 + kx * p->dilationX;
            const int inside = rows[ky] != NULL && ix >= 0 && ix < p->inWidth;
            const int8_t *in = inside ? rows[ky] + ix * p->in.pixel + firstIn * p->in.channel : NULL;
            for (int32_t ic = 0; ic < groupIn; ic++, k++)
                acc = te_mac(acc, inside ? in[ic * p->in.channel] : p->inZeroPoint, w[k + (k & ~3)]);
        }
    }
    return acc;
}

TE_ALWAYS_INLINE void te_conv2d_s8_row(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_conv2d_s8_params *p,
                                       int anyshift)
{
    TE_COUNT_MACS((int64_t)(x1 - x0) * p->outChannels * p->kernelHeight * p->kernelWidth * (p->inChannels / p->groups));
    for (int32_t x = x0; x < x1; x++) {
        for (int32_t oc = 0; oc < p->outChannels; oc++) {
            const int32_t acc = te_conv2d_s8_dot(rows, x * p->strideX - p->padLeft, oc, p);
            const int32_t v = te_requantize(acc, p->requant + oc, anyshift);
            out[(x - x0) * p->out.pixel + oc * p->out.channel] = (int8_t)te_clamp(v, p->clampMin, p->clampMax);
        }
    }
}

#endif
