#ifndef TE_WALK_H
#define TE_WALK_H

#include "te_elements.h"

/* Positions of the operands for the next element of the output. */
typedef struct {
    int32_t at[3];
    int32_t index[6];
} te_walk;

TE_ALWAYS_INLINE void te_walk_next(te_walk *w, const te_walk_params *p)
{
    for (int32_t a = p->rank - 1; a >= 0; a--) {
        const int32_t back = ++w->index[a] < p->extent[a] ? 0 : p->extent[a];
        for (int32_t operand = 0; operand < 3; operand++)
            w->at[operand] += p->stride[operand][a] * (1 - back);
        if (back == 0)
            return;
        w->index[a] = 0;
    }
}

#endif
