#ifndef TE_AVG_POOL2D_S16_FINISH__C99_H
#define TE_AVG_POOL2D_S16_FINISH__C99_H

#include "te_fixed.h"
#include "te_reduce.h"

void te_avg_pool2d_s16_finish__c99(int16_t *out, const int32_t *sums, const te_mean_s8_params *p)
{
    for (int32_t c = 0; c < p->channels; c++) {
        const int32_t v = (sums[c] > 0 ? sums[c] + p->count / 2 : sums[c] - p->count / 2) / p->count;
        out[c] = (int16_t)te_clamp(v, p->clampMin, p->clampMax);
    }
}

#endif
