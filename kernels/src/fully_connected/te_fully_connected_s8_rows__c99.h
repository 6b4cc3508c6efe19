#ifndef TE_FULLY_CONNECTED_S8_ROWS__C99_H
#define TE_FULLY_CONNECTED_S8_ROWS__C99_H

#include "te_fixed.h"
#include "te_fully_connected.h"

void te_fully_connected_s8_rows__c99(int32_t *sums, const int8_t *const *rows, int32_t x0, int32_t x1,
                                     const te_fully_connected_s8_params *p, void *scratch)
{
    const int32_t depth4 = TE_CEIL4(p->inChannels);
    (void)scratch;
    TE_COUNT_MACS((int64_t)p->outChannels * (x1 - x0));
    for (int32_t oc = 0; oc < p->outChannels; oc++) {
        const int8_t *w = p->weights + (oc / 2) * 2 * depth4 + oc % 2 * 4;
        int32_t sum = sums[oc];
        for (int32_t ic = x0; ic < x1; ic++)
            sum = te_mac(sum, rows[0][ic - x0], w[ic + (ic & ~3)]);
        sums[oc] = sum;
    }
}

#endif
