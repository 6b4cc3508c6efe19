#ifndef TE_BATCH_MATMUL_BODY_H
#define TE_BATCH_MATMUL_BODY_H

#include "te_batch_matmul.h"
#include "te_fixed.h"

/* Where the two matrices of a batch position start. */
typedef struct {
    int32_t left, right;
    int32_t index[6];
} te_batch_matmul_walk;

/* Moves to the next position; 0 when all have been visited. */
TE_ALWAYS_INLINE int te_batch_matmul_next(te_batch_matmul_walk *w, const te_batch_matmul_params *p)
{
    for (int32_t a = p->batchRank - 1; a >= 0; a--) {
        w->left += p->leftBatch[a];
        w->right += p->rightBatch[a];
        if (++w->index[a] < p->batchExtent[a])
            return 1;
        w->left -= p->batchExtent[a] * p->leftBatch[a];
        w->right -= p->batchExtent[a] * p->rightBatch[a];
        w->index[a] = 0;
    }
    return 0;
}

#endif
