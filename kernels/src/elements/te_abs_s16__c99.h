#ifndef TE_ABS_S16__C99_H
#define TE_ABS_S16__C99_H

#include "te_elements.h"
#include "te_fixed.h"

void te_abs_s16__c99(int16_t *out, const int16_t *in, int32_t count, const te_abs_s16_params *p)
{
    for (int32_t i = 0; i < count; i++) {
        const int32_t v = in[i] < 0 ? -in[i] : in[i];
        out[i] = (int16_t)te_saturate_s16(te_multiply_by_quantized_multiplier(v, p->multiplier, p->exponent));
    }
}

#endif
