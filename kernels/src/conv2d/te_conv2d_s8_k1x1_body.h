#ifndef TE_CONV2D_S8_K1X1_BODY_H
#define TE_CONV2D_S8_K1X1_BODY_H

#include "te_conv2d.h"
#include "te_fixed.h"

/* Each pixel is copied to scratch before its outputs are written, so the output may overlap the input (ASCENDING). */
TE_ALWAYS_INLINE void te_conv2d_s8_k1x1_run(int8_t *out, const int8_t *in, int32_t x0, int32_t x1, const te_conv2d_s8_k1x1_params *p,
                                            int8_t *pixel, int anyshift)
{
    const int32_t depth4 = TE_CEIL4(p->inChannels);
    TE_COUNT_MACS((int64_t)(x1 - x0) * p->outChannels * p->inChannels);
    for (int32_t x = x0; x < x1; x++) {
        for (int32_t ic = 0; ic < p->inChannels; ic++)
            pixel[ic] = in[x * p->in.pixel + ic * p->in.channel];
        for (int32_t oc = 0; oc < p->outChannels; oc++) {
            const int8_t *w = p->weights + (oc / 2) * 2 * depth4 + oc % 2 * 4;
            int32_t acc = p->requant[oc].bias;
            for (int32_t ic = 0; ic < p->inChannels; ic++)
                acc = te_mac(acc, pixel[ic], w[ic + (ic & ~3)]);
            const int32_t v = te_requantize(acc, p->requant + oc, anyshift);
            out[(x - x0) * p->out.pixel + oc * p->out.channel] = (int8_t)te_clamp(v, p->clampMin, p->clampMax);
        }
    }
}

#endif
