#ifndef TE_RELU_S16__C99_H
#define TE_RELU_S16__C99_H

#include "te_activation_s16.h"
#include "te_fixed.h"

void te_relu_s16__c99(int16_t *out, const int16_t *in, int32_t count, const te_relu_s16_params *p)
{
    for (int32_t i = 0; i < count; i++) {
        const int32_t v = te_multiply_by_quantized_multiplier(in[i], p->multiplier, p->exponent);
        out[i] = (int16_t)te_clamp(v, p->clampMin, p->clampMax);
    }
}

#endif
