#ifndef TE_MEAN_S16_FINISH__C99_H
#define TE_MEAN_S16_FINISH__C99_H

#include "te_reduce_s16_body.h"

void te_mean_s16_finish__c99(int16_t *out, const int32_t *sums, const te_mean_s8_params *p)
{
    for (int32_t c = 0; c < p->channels; c++)
        out[c] = te_reduce_s16_value(sums[c], &p->requant);
}

#endif
