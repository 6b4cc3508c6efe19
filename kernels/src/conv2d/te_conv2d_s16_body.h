#ifndef TE_CONV2D_S16_BODY_H
#define TE_CONV2D_S16_BODY_H

#include <stddef.h>

#include "te_conv2d.h"
#include "te_requant_s16.h"

/* The window at input column ix0 for output channel oc; taps outside the map are 0. */
TE_ALWAYS_INLINE int64_t te_conv2d_s16_dot(const int16_t *const *rows, int32_t ix0, int32_t oc, const te_conv2d_s16_params *p, int wide)
{
    const int32_t groupIn = p->inChannels / p->groups;
    const int32_t firstIn = oc / (p->outChannels / p->groups) * groupIn * p->in.channel;
    const int8_t *w = p->weights + oc * p->kernelHeight * p->kernelWidth * groupIn;
    int64_t acc = 0;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++) {
        for (int32_t kx = 0; kx < p->kernelWidth; kx++, w += groupIn) {
            const int32_t ix = ix0 + kx * p->dilationX;
            if (rows[ky] == NULL || ix < 0 || ix >= p->inWidth)
                continue;
            int32_t at = ix * p->in.pixel + firstIn;
            for (int32_t ic = 0; ic < groupIn; ic++, at += p->in.channel)
                acc = te_mac_s16(acc, te_read_s16(rows[ky], at), w[ic], wide);
        }
    }
    return acc;
}

TE_ALWAYS_INLINE void te_conv2d_s16_row(int16_t *out, const int16_t *const *rows, int32_t x0, int32_t x1, const te_conv2d_s16_params *p,
                                        int wide)
{
    TE_COUNT_MACS((int64_t)(x1 - x0) * p->outChannels * p->kernelHeight * p->kernelWidth * (p->inChannels / p->groups));
    for (int32_t x = x0; x < x1; x++) {
        for (int32_t oc = 0; oc < p->outChannels; oc++) {
            const int64_t acc = te_conv2d_s16_dot(rows, x * p->strideX - p->padLeft, oc, p, wide);
            const int32_t v = te_clamp(te_requantize_s16(acc, p->requant + oc, wide), p->clampMin, p->clampMax);
            te_write_s16(out, (x - x0) * p->out.pixel + oc * p->out.channel, v);
        }
    }
}

#endif
