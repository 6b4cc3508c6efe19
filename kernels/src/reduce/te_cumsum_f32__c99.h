#ifndef TE_CUMSUM_F32__C99_H
#define TE_CUMSUM_F32__C99_H

#include "te_cumsum_body.h"

void te_cumsum_f32__c99(float *out, const float *in, int32_t count, const te_cumsum_params *p)
{
    float sum = 0.0f;
    (void)count;
    TE_CUMSUM_LOOP(p, {
        const float before = first ? 0.0f : sum;
        sum = before + in[i];
        out[i] = p->exclusive ? before : sum;
    })
}

#endif
