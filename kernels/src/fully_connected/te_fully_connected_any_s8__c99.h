#ifndef TE_FULLY_CONNECTED_ANY_S8__C99_H
#define TE_FULLY_CONNECTED_ANY_S8__C99_H

#include <stddef.h>

#include "te_fixed.h"
#include "te_fully_connected.h"

static int32_t te_fully_connected_any_s8_dot(const int8_t *in, const int8_t *weights, const te_fully_connected_any_s8_params *p)
{
    int32_t acc = 0;
    for (int32_t ic = 0; ic < p->inChannels; ic++)
        acc = te_mac(acc, in[ic] - p->inZeroPoint, weights[ic] - p->weightZeroPoint);
    return acc;
}

void te_fully_connected_any_s8__c99(int8_t *out, const int8_t *in, const int8_t *weights, const te_fully_connected_any_s8_params *p)
{
    TE_COUNT_MACS((int64_t)p->vectors * p->inChannels * p->outChannels);
    for (int32_t vector = 0; vector < p->vectors; vector++, in += p->inChannels) {
        for (int32_t oc = 0; oc < p->outChannels; oc++) {
            const int32_t acc = te_fully_connected_any_s8_dot(in, weights + oc * p->inChannels, p);
            const int32_t bias = p->bias == NULL ? 0 : p->bias[oc];
            const int32_t v = te_multiply_by_quantized_multiplier(te_add_wrap(acc, bias), p->multiplier, p->exponent);
            *out++ = (int8_t)te_clamp(te_add_wrap(v, p->outZeroPoint), p->clampMin, p->clampMax);
        }
    }
}

#endif
