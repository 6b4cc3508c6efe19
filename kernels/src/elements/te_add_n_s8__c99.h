#ifndef TE_ADD_N_S8__C99_H
#define TE_ADD_N_S8__C99_H

#include "te_elements.h"
#include "te_fixed.h"

void te_add_n_s8__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_add_n_params *p, void *scratch)
{
    (void)scratch;
    for (int32_t i = x0 * p->channels; i < x1 * p->channels; i++) {
        int32_t sum = -p->zeroPointIn;
        for (int32_t operand = 0; operand < p->count; operand++)
            sum += rows[operand][i] - p->zeroPointIn;
        const int32_t v = te_multiply_by_quantized_multiplier((int32_t)((uint32_t)sum << 19), p->multiplier, p->exponent);
        out[i] = (int8_t)te_clamp(te_add_wrap(v, p->zeroPointOut), INT8_MIN, INT8_MAX);
    }
}

#endif
