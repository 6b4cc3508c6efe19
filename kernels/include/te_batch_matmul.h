/* BATCH_MATMUL of two activations. */
#ifndef TE_BATCH_MATMUL_H
#define TE_BATCH_MATMUL_H

#include "te_types.h"

/* From the records MatMulSizes and MatMulParams. Strides in elements; a transposed operand has its two strides exchanged. The batch axes
 * (MatMulSizes.Batch.Loops) count matrices; a stride of 0 repeats one. out is dense.
 * s8: multiplier and exponent as TFLite. s16: multiplier rounded to 16 bits and exponent replaced by 15 - exponent, as in te_requant_s16;
 * zero points 0. */
typedef struct {
    int32_t rows, depth, columns;
    int32_t leftRow, leftDepth; /* strides of the left operand along the output's rows and along the sum */
    int32_t rightDepth, rightColumn;
    int32_t batchRank;
    int32_t batchExtent[6], leftBatch[6], rightBatch[6];
    int32_t leftZeroPoint, rightZeroPoint, outZeroPoint;
    int32_t multiplier, exponent;
} te_batch_matmul_params;

#endif
