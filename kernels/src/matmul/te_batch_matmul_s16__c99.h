#ifndef TE_BATCH_MATMUL_S16__C99_H
#define TE_BATCH_MATMUL_S16__C99_H

#include "te_batch_matmul_body.h"

static int64_t te_batch_matmul_s16_dot(const int16_t *left, const int16_t *right, const te_batch_matmul_params *p)
{
    int64_t acc = 0;
    for (int32_t k = 0; k < p->depth; k++, left += p->leftDepth, right += p->rightDepth)
        acc += (int32_t)*left * *right;
    return acc;
}

void te_batch_matmul_s16__c99(int16_t *out, const int16_t *left, const int16_t *right, const te_batch_matmul_params *p)
{
    te_batch_matmul_walk w = {0, 0, {0}};
    do {
        TE_COUNT_MACS((int64_t)p->rows * p->columns * p->depth);
        for (int32_t row = 0; row < p->rows; row++) {
            for (int32_t column = 0; column < p->columns; column++) {
                const int64_t acc = te_batch_matmul_s16_dot(left + w.left + row * p->leftRow, right + w.right + column * p->rightColumn, p);
                *out++ = (int16_t)te_saturate_s16(te_multiply_wide(acc, p->multiplier, p->exponent));
            }
        }
    } while (te_batch_matmul_next(&w, p));
}

#endif
