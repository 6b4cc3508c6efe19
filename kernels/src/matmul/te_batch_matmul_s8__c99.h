#ifndef TE_BATCH_MATMUL_S8__C99_H
#define TE_BATCH_MATMUL_S8__C99_H

#include "te_batch_matmul_body.h"

static int32_t te_batch_matmul_s8_dot(const int8_t *left, const int8_t *right, const te_batch_matmul_params *p)
{
    int32_t acc = 0;
    for (int32_t k = 0; k < p->depth; k++, left += p->leftDepth, right += p->rightDepth)
        acc = te_mac(acc, *left - p->leftZeroPoint, *right - p->rightZeroPoint);
    return acc;
}

void te_batch_matmul_s8__c99(int8_t *out, const int8_t *left, const int8_t *right, const te_batch_matmul_params *p)
{
    te_batch_matmul_walk w = {0, 0, {0}};
    do {
        TE_COUNT_MACS((int64_t)p->rows * p->columns * p->depth);
        for (int32_t row = 0; row < p->rows; row++) {
            for (int32_t column = 0; column < p->columns; column++) {
                const int32_t acc = te_batch_matmul_s8_dot(left + w.left + row * p->leftRow, right + w.right + column * p->rightColumn, p);
                const int32_t v = te_multiply_by_quantized_multiplier(acc, p->multiplier, p->exponent);
                *out++ = (int8_t)te_ssat8(te_add_wrap(v, p->outZeroPoint));
            }
        }
    } while (te_batch_matmul_next(&w, p));
}

#endif
