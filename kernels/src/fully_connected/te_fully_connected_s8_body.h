#ifndef TE_FULLY_CONNECTED_S8_BODY_H
#define TE_FULLY_CONNECTED_S8_BODY_H

#include "te_fixed.h"
#include "te_fully_connected.h"

TE_ALWAYS_INLINE void te_fully_connected_s8_vector(int8_t *out, const int8_t *in, const te_fully_connected_s8_params *p, int anyshift)
{
    const int32_t depth4 = TE_CEIL4(p->inChannels);
    TE_COUNT_MACS((int64_t)p->outChannels * p->inChannels);
    for (int32_t oc = 0; oc < p->outChannels; oc++) {
        const int8_t *w = p->weights + (oc / 2) * 2 * depth4 + oc % 2 * 4;
        int32_t acc = p->requant[oc].bias;
        for (int32_t ic = 0; ic < p->inChannels; ic++)
            acc = te_mac(acc, in[ic], w[ic + (ic & ~3)]);
        out[oc] = (int8_t)te_clamp(te_requantize(acc, p->requant + oc, anyshift), p->clampMin, p->clampMax);
    }
}

#endif
