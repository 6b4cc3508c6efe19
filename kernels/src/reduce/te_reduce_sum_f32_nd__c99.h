#ifndef TE_REDUCE_SUM_F32_ND__C99_H
#define TE_REDUCE_SUM_F32_ND__C99_H

#include "te_reduce_nd_body.h"

void te_reduce_sum_f32_nd__c99(float *out, const float *in, int32_t count, const te_reduce_f32_nd_params *p)
{
    te_reduce_nd_walk kept = {0, {0}};
    for (; count > 0; count--) {
        te_reduce_nd_walk reduced = {0, {0}};
        float sum = 0.0f;
        do {
            sum += in[kept.offset + reduced.offset];
        } while (te_reduce_nd_next(&reduced, p->reducedRank, p->reducedExtent, p->reducedStride));
        *out++ = sum / p->divisor;
        te_reduce_nd_next(&kept, p->keptRank, p->keptExtent, p->keptStride);
    }
}

#endif
