#ifndef TE_FULLY_CONNECTED_S16_BODY_H
#define TE_FULLY_CONNECTED_S16_BODY_H

#include "te_fully_connected.h"
#include "te_requant_s16.h"

TE_ALWAYS_INLINE void te_fully_connected_s16_vector(int16_t *out, const int16_t *in, const te_fully_connected_s16_params *p, int wide)
{
    const int8_t *w = p->weights;
    TE_COUNT_MACS((int64_t)p->inChannels * p->outChannels);
    for (int32_t oc = 0; oc < p->outChannels; oc++, w += p->inChannels) {
        int64_t acc = 0;
        for (int32_t ic = 0; ic < p->inChannels; ic++)
            acc = te_mac_s16(acc, in[ic], w[ic], wide);
        out[oc] = (int16_t)te_clamp(te_requantize_s16(acc, p->requant + oc, wide), p->clampMin, p->clampMax);
    }
}

#endif
