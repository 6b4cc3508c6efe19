#ifndef TE_COMPARE_F32__C99_H
#define TE_COMPARE_F32__C99_H

#include "te_compare_body.h"

void te_compare_f32__c99(int8_t *out, const float *a, const float *b, int32_t count, const te_compare_params *p)
{
    TE_COMPARE_LOOP(a[w.at[0]], b[w.at[1]])
}

#endif
