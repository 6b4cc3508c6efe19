#ifndef TE_MEAN_S16_ROWS__C99_H
#define TE_MEAN_S16_ROWS__C99_H

#include "te_fixed.h"
#include "te_reduce.h"

void te_mean_s16_rows__c99(int32_t *sums, const int16_t *const *rows, int32_t x0, int32_t x1, const te_mean_s8_params *p, void *scratch)
{
    (void)scratch;
    for (int32_t x = x0; x < x1; x++) {
        for (int32_t c = 0; c < p->channels; c++)
            sums[c] = te_add_wrap(sums[c], te_read_s16(rows[0], x * p->in.pixel + c * p->in.channel));
    }
}

#endif
