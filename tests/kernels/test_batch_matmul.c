#include <string.h>

#include "te_test.h"

static int32_t element(const void *matrices, int wide, int32_t at)
{
    return wide ? ((const int16_t *)matrices)[at] : ((const int8_t *)matrices)[at];
}

/* Matrices left[batches][rows][depth] and right[batches][depth][columns], each possibly stored transposed, one of them possibly the same
 * for all positions of the first batch axis. */
void te_test_batch_matmul(void)
{
    const int wide = te_test_one_in(2), transposeLeft = te_test_one_in(2), transposeRight = te_test_one_in(2);
    const int32_t bytes = wide ? 2 : 1;
    const te_test_clamp full = {wide ? -32768 : -128, wide ? 32767 : 127};
    te_batch_matmul_params p;
    memset(&p, 0, sizeof p);
    te_test_pool_reset();
    p.rows = te_test_range(1, 5);
    p.depth = te_test_range(1, 20);
    p.columns = te_test_range(1, 5);
    p.leftRow = transposeLeft ? 1 : p.depth;
    p.leftDepth = transposeLeft ? p.rows : 1;
    p.rightDepth = transposeRight ? 1 : p.columns;
    p.rightColumn = transposeRight ? p.depth : 1;
    p.batchRank = te_test_range(0, 2);
    int32_t batches = 1;
    for (int32_t a = p.batchRank - 1; a >= 0; a--) {
        p.batchExtent[a] = te_test_range(1, 3);
        p.leftBatch[a] = batches * p.rows * p.depth;
        p.rightBatch[a] = batches * p.depth * p.columns;
        batches *= p.batchExtent[a];
    }
    if (te_test_one_in(3))
        p.leftBatch[0] = 0;
    else if (te_test_one_in(3))
        p.rightBatch[0] = 0;
    p.leftZeroPoint = wide ? 0 : te_test_zero_point();
    p.rightZeroPoint = wide ? 0 : te_test_zero_point();
    p.outZeroPoint = wide ? 0 : te_test_zero_point();
    const te_test_channel channel = te_test_make_channel(p.depth * 10000, 1);
    te_requant_s16 r = te_test_make_requant_s16(p.depth * (1 << 24), 1);
    r.biasLow = r.biasHigh = 0;
    p.multiplier = wide ? r.multiplier : channel.multiplier;
    p.exponent = wide ? r.shift : channel.exponent;
    const int32_t leftCount = batches * p.rows * p.depth, rightCount = batches * p.depth * p.columns;
    void *left = te_test_alloc(leftCount * bytes, bytes, 0), *right = te_test_alloc(rightCount * bytes, bytes, 0);
    void *out = te_test_alloc(batches * p.rows * p.columns * bytes, bytes, 0);
    for (int32_t i = 0; i < leftCount + rightCount; i++) {
        void *to = i < leftCount ? left : right;
        const int32_t at = i < leftCount ? i : i - leftCount;
        if (wide)
            ((int16_t *)to)[at] = te_test_code_s16();
        else
            ((int8_t *)to)[at] = te_test_code();
    }
    te_test_describe(wide ? "te_batch_matmul_s16__c99" : "te_batch_matmul_s8__c99", "%ld x %ld x %ld%s%s rank %ld", (long)p.rows,
                     (long)p.depth, (long)p.columns, transposeLeft ? " left transposed" : "", transposeRight ? " right transposed" : "",
                     (long)p.batchRank);
    te_test_seal();
    for (int32_t i = 0; i < batches * p.rows * p.columns; i++) {
        const int32_t column = i % p.columns, row = i / p.columns % p.rows, batch = i / p.columns / p.rows;
        const int32_t first = p.batchRank == 2 ? batch / p.batchExtent[1] : batch, second = p.batchRank == 2 ? batch % p.batchExtent[1] : 0;
        int64_t acc = 0;
        for (int32_t k = 0; k < p.depth; k++)
            acc += (int64_t)(element(left, wide, first * p.leftBatch[0] + second * p.leftBatch[1] + row * p.leftRow + k * p.leftDepth) -
                             p.leftZeroPoint) *
                   (element(right, wide, first * p.rightBatch[0] + second * p.rightBatch[1] + column * p.rightColumn + k * p.rightDepth) -
                    p.rightZeroPoint);
        if (wide)
            te_test_expect_s16((int16_t *)out + i, te_test_finish_s16(acc, r, 1, full));
        else
            te_test_expect_s8((int8_t *)out + i, te_test_finish(acc, channel, p.outZeroPoint, full));
    }
    if (wide)
        te_batch_matmul_s16__c99(out, left, right, &p);
    else
        te_batch_matmul_s8__c99(out, left, right, &p);
    te_test_check();
}
