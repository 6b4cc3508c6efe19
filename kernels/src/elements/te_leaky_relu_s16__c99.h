#ifndef TE_LEAKY_RELU_S16__C99_H
#define TE_LEAKY_RELU_S16__C99_H

#include "te_elements.h"
#include "te_fixed.h"

void te_leaky_relu_s16__c99(int16_t *out, const int16_t *in, int32_t count, const te_leaky_relu_s16_params *p)
{
    for (int32_t i = 0; i < count; i++) {
        const int32_t below = in[i] < 0;
        const int32_t v = te_multiply_by_quantized_multiplier(in[i], p->multiplier[below], p->exponent[below]);
        out[i] = (int16_t)te_saturate_s16(below && p->negates ? te_sub_wrap(0, v) : v);
    }
}

#endif
