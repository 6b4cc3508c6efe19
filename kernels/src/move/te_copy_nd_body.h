#ifndef TE_COPY_ND_BODY_H
#define TE_COPY_ND_BODY_H

#include <string.h>

#include "te_fixed.h"
#include "te_move.h"

/* The innermost axis; each element size has its own loop so that the copies become single loads and stores. */
TE_ALWAYS_INLINE void te_copy_nd_line(int8_t *out, const int8_t *in, int32_t extent, const te_copy_nd_params *p, int32_t inStride,
                                      int32_t outStride)
{
    if (inStride == p->elementBytes && outStride == p->elementBytes) {
        memcpy(out, in, (size_t)(extent * p->elementBytes));
        return;
    }
    for (int32_t i = 0; i < extent; i++, in += inStride, out += outStride) {
        switch (p->elementBytes) {
        case 1:
            *out = *in;
            break;
        case 2:
            memcpy(out, in, 2);
            break;
        case 4:
            memcpy(out, in, 4);
            break;
        default:
            memcpy(out, in, 8);
            break;
        }
    }
}

TE_ALWAYS_INLINE void te_copy_nd_body(void *out, const void *in, const te_copy_nd_params *p)
{
    const int8_t *from = (const int8_t *)in;
    int8_t *to = (int8_t *)out;
    const int32_t last = p->rank - 1;
    int32_t index[6] = {0};
    int32_t axis;
    if (p->rank == 0) {
        memcpy(to, from, (size_t)p->elementBytes);
        return;
    }
    do {
        te_copy_nd_line(to, from, p->extent[last], p, p->inStride[last], p->outStride[last]);
        for (axis = last - 1; axis >= 0; axis--) {
            from += p->inStride[axis];
            to += p->outStride[axis];
            if (++index[axis] < p->extent[axis])
                break;
            from -= p->extent[axis] * p->inStride[axis];
            to -= p->extent[axis] * p->outStride[axis];
            index[axis] = 0;
        }
    } while (axis >= 0);
}

#endif
