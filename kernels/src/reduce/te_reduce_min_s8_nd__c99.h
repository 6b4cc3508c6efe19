#ifndef TE_REDUCE_MIN_S8_ND__C99_H
#define TE_REDUCE_MIN_S8_ND__C99_H

#include "te_reduce_nd_body.h"

void te_reduce_min_s8_nd__c99(int8_t *out, const int8_t *in, int32_t count, const te_reduce_nd_params *p)
{
    te_reduce_nd_walk kept = {0, {0}};
    for (; count > 0; count--) {
        te_reduce_nd_walk reduced = {0, {0}};
        int32_t acc = INT8_MAX;
        do {
            acc = te_min(acc, in[kept.offset + reduced.offset]);
        } while (te_reduce_nd_next(&reduced, p->reducedRank, p->reducedExtent, p->reducedStride));
        *out++ = (int8_t)acc;
        te_reduce_nd_next(&kept, p->keptRank, p->keptExtent, p->keptStride);
    }
}

#endif
