#ifndef TE_AVG_POOL2D_S8_FINISH__C99_H
#define TE_AVG_POOL2D_S8_FINISH__C99_H

#include "te_fixed.h"
#include "te_reduce.h"

void te_avg_pool2d_s8_finish__c99(int8_t *out, const int32_t *sums, const te_mean_s8_params *p)
{
    const int32_t half = p->count / 2;
    for (int32_t c = 0; c < p->channels; c++) {
        const int32_t mean = (sums[c] > 0 ? sums[c] + half : sums[c] - half) / p->count;
        out[c] = (int8_t)te_clamp(mean, p->clampMin, p->clampMax);
    }
}

#endif
