#ifndef TE_SOFTMAX_F32__C99_H
#define TE_SOFTMAX_F32__C99_H

#include "te_elements.h"
#include "te_functions_f32.h"

void te_softmax_f32__c99(float *out, const float *in, int32_t count, const te_softmax_f32_params *p)
{
    for (; count > 0; count -= p->depth, in += p->depth, out += p->depth) {
        float max = in[0], sum = 0.0f;
        for (int32_t c = 1; c < p->depth; c++)
            max = in[c] > max ? in[c] : max;
        for (int32_t c = 0; c < p->depth; c++)
            sum += te_exp_f32((in[c] - max) * p->beta);
        const float log = p->logarithm ? te_log_f32(sum) : 0.0f;
        for (int32_t c = 0; c < p->depth; c++)
            out[c] = p->logarithm ? in[c] - max - log : te_exp_f32((in[c] - max) * p->beta) / sum;
    }
}

#endif
