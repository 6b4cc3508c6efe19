#ifndef TE_ARG_F32_BODY_H
#define TE_ARG_F32_BODY_H

#include "te_fixed.h"
#include "te_reduce.h"

/* The first of the largest, or smallest, elements of each vector; a NaN is never better. */
TE_ALWAYS_INLINE void te_arg_f32(int32_t *out, const float *in, const te_arg_params *p, int largest)
{
    for (int32_t outer = 0; outer < p->outer; outer++, in += p->count * p->inner) {
        for (int32_t inner = 0; inner < p->inner; inner++) {
            int32_t best = 0;
            for (int32_t i = 1; i < p->count; i++) {
                const float a = in[i * p->inner + inner], b = in[best * p->inner + inner];
                if (largest ? a > b : a < b)
                    best = i;
            }
            *out++ = best;
        }
    }
}

#endif
