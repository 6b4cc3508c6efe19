#ifndef TE_REDUCE_ND_BODY_H
#define TE_REDUCE_ND_BODY_H

#include "te_fixed.h"
#include "te_reduce.h"

/* A walk over the index space of up to six axes, last axis fastest, in steps of an address offset. */
typedef struct {
    int32_t offset;
    int32_t index[6];
} te_reduce_nd_walk;

/* Moves to the next position; 0 when all have been visited (the walk is then back at the start). */
TE_ALWAYS_INLINE int te_reduce_nd_next(te_reduce_nd_walk *w, int32_t rank, const int32_t *extent, const int32_t *stride)
{
    for (int32_t a = rank - 1; a >= 0; a--) {
        w->offset += stride[a];
        if (++w->index[a] < extent[a])
            return 1;
        w->offset -= extent[a] * stride[a];
        w->index[a] = 0;
    }
    return 0;
}

#endif
