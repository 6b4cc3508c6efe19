#ifndef TE_REDUCE_SUM_S16_ND__C99_H
#define TE_REDUCE_SUM_S16_ND__C99_H

#include "te_reduce_nd_body.h"
#include "te_reduce_s16_body.h"

void te_reduce_sum_s16_nd__c99(int16_t *out, const int16_t *in, int32_t count, const te_reduce_nd_params *p)
{
    te_reduce_nd_walk kept = {0, {0}};
    for (; count > 0; count--) {
        te_reduce_nd_walk reduced = {0, {0}};
        int32_t acc = 0;
        do {
            acc = te_add_wrap(acc, in[kept.offset + reduced.offset]);
        } while (te_reduce_nd_next(&reduced, p->reducedRank, p->reducedExtent, p->reducedStride));
        *out++ = te_reduce_s16_value(acc, &p->requant);
        te_reduce_nd_next(&kept, p->keptRank, p->keptExtent, p->keptStride);
    }
}

#endif
