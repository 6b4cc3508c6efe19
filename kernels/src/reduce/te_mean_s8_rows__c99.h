#ifndef TE_MEAN_S8_ROWS__C99_H
#define TE_MEAN_S8_ROWS__C99_H

#include "te_reduce.h"

void te_mean_s8_rows__c99(int32_t *sums, const int8_t *const *rows, int32_t x0, int32_t x1, const te_mean_s8_params *p, void *scratch)
{
    (void)scratch;
    for (int32_t c = 0; c < p->channels; c++) {
        const int8_t *in = rows[0] + c * p->in.channel;
        int32_t sum = sums[c];
        for (int32_t x = x0; x < x1; x++)
            sum += in[x * p->in.pixel];
        sums[c] = (int32_t)sum;
    }
}

#endif
