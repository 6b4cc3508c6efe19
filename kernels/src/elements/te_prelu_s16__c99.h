#ifndef TE_PRELU_S16__C99_H
#define TE_PRELU_S16__C99_H

#include "te_fixed.h"
#include "te_walk.h"

void te_prelu_s16__c99(int16_t *out, const int16_t *in, const int8_t *alpha, int32_t count, const te_prelu_s16_params *p)
{
    te_walk w = {{0}, {0}};
    for (int32_t i = 0; i < count; i++) {
        const int32_t v = in[w.at[0]], slope = alpha[w.at[1]] - p->zeroPointAlpha, below = v < 0;
        const int32_t scaled = te_multiply_by_quantized_multiplier(below ? v * slope : v, p->multiplier[below], p->exponent[below]);
        out[i] = (int16_t)te_saturate_s16(scaled);
        te_walk_next(&w, &p->walk);
    }
}

#endif
