#ifndef TE_PRELU_S8__C99_H
#define TE_PRELU_S8__C99_H

#include "te_elementwise.h"
#include "te_fixed.h"

static int8_t te_prelu_s8_value(int32_t in, int32_t alpha, const te_prelu_s8_params *p)
{
    const int32_t v = in - p->zeroPointIn;
    int32_t scaled;
    if (v >= 0)
        scaled = te_multiply_by_quantized_multiplier(v, p->multiplierPositive, p->exponentPositive);
    else
        scaled = te_multiply_by_quantized_multiplier(v * (alpha - p->zeroPointAlpha), p->multiplierNegative, p->exponentNegative);
    return (int8_t)te_ssat8(te_add_wrap(scaled, p->zeroPointOut));
}

void te_prelu_s8__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_prelu_s8_params *p, void *scratch)
{
    (void)scratch;
    for (int32_t x = x0; x < x1; x++) {
        const int8_t *a = rows[0] + x * p->in0.pixel;
        const int8_t *b = rows[1] + x * p->in1.pixel;
        int8_t *o = out + (x - x0) * p->out.pixel;
        for (int32_t c = 0; c < p->channels; c++)
            o[c * p->out.channel] = te_prelu_s8_value(a[c * p->in0.channel], b[c * p->in1.channel], p);
    }
}

#endif
