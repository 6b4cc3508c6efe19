#ifndef TE_MEAN_S8_FINISH__C99_H
#define TE_MEAN_S8_FINISH__C99_H

#include "te_fixed.h"
#include "te_reduce.h"

void te_mean_s8_finish__c99(int8_t *out, const int32_t *sums, const te_mean_s8_params *p)
{
    for (int32_t c = 0; c < p->channels; c++)
        out[c] = (int8_t)te_requantize_anyshift(te_add_wrap(sums[c], p->requant.bias), &p->requant);
}

#endif
