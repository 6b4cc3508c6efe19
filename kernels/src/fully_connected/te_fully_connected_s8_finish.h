#ifndef TE_FULLY_CONNECTED_S8_FINISH_H
#define TE_FULLY_CONNECTED_S8_FINISH_H

#include "te_fixed.h"
#include "te_fully_connected.h"

TE_ALWAYS_INLINE void te_fully_connected_s8_outputs(int8_t *out, const int32_t *sums, const te_fully_connected_s8_params *p, int anyshift)
{
    for (int32_t oc = 0; oc < p->outChannels; oc++)
        out[oc] = (int8_t)te_clamp(te_requantize(sums[oc], p->requant + oc, anyshift), p->clampMin, p->clampMax);
}

#endif
