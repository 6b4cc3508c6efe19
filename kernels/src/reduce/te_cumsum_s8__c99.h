#ifndef TE_CUMSUM_S8__C99_H
#define TE_CUMSUM_S8__C99_H

#include "te_cumsum_body.h"
#include "te_fixed.h"

void te_cumsum_s8__c99(int8_t *out, const int8_t *in, int32_t count, const te_cumsum_params *p)
{
    uint32_t sum = 0;
    (void)count;
    TE_CUMSUM_LOOP(p, {
        const uint32_t before = first ? (uint32_t)-p->zeroPointIn << 19 : sum;
        sum = before + ((uint32_t)(in[i] - p->zeroPointIn) << 19);
        const int32_t v = te_multiply_by_quantized_multiplier((int32_t)(p->exclusive ? before : sum), p->multiplier, p->exponent);
        out[i] = (int8_t)te_clamp(te_add_wrap(v, p->zeroPointOut), INT8_MIN, INT8_MAX);
    })
}

#endif
