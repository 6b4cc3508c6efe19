#ifndef TE_SOFTMAX_S8__C99_H
#define TE_SOFTMAX_S8__C99_H

#include "te_softmax_body.h"

void te_softmax_s8__c99(int8_t *out, const int8_t *in, int32_t count, const te_softmax_params *p)
{
    for (; count > 0; count -= p->depth, in += p->depth, out += p->depth) {
        const te_softmax_norm n = te_softmax_measure(in, 8, p);
        for (int32_t c = 0; c < p->depth; c++)
            out[c] = (int8_t)te_min(te_softmax_value(in[c], &n, p) - 128, 127);
    }
}

#endif
