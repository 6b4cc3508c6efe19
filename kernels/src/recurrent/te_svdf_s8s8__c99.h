#ifndef TE_SVDF_S8S8__C99_H
#define TE_SVDF_S8S8__C99_H

#include <stddef.h>

#include "te_svdf_s8_body.h"

void te_svdf_s8s8__c99(int8_t *out, const int8_t *in, int8_t *state, const te_svdf_params *p)
{
    const int32_t filters = p->units * p->rank;
    const int8_t *times = (const int8_t *)p->times;
    TE_COUNT_MACS((int64_t)filters * (p->inputs + p->memory));
    for (int32_t filter = 0; filter < filters; filter++) {
        int8_t *line = state + filter * p->memory;
        const int32_t v = te_clamp(te_svdf_s8_activation(in, p->features + filter * p->inputs, p), INT8_MIN, INT8_MAX);
        for (int32_t i = 1; i < p->memory; i++)
            line[i - 1] = line[i];
        line[p->memory - 1] = (int8_t)(p->stateZeroPoint + v);
    }
    for (int32_t unit = 0; unit < p->units; unit++) {
        int32_t acc = p->bias == NULL ? 0 : p->bias[unit];
        for (int32_t i = p->rank * p->memory; i > 0; i--)
            acc = te_mac(acc, *times++, *state++ - p->stateZeroPoint);
        out[unit] = te_svdf_s8_output(acc, p);
    }
}

#endif
