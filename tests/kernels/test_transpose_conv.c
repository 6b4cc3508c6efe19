#include <string.h>

#include "te_test.h"

static int64_t sums[40][20];
static int8_t weights[20][25 * 9];
static te_test_channel channels[20];

/* Scatters every input pixel over the output, as the operator is defined, and keeps one row of it. */
void te_test_transpose_conv(void)
{
    const int anyshift = te_test_one_in(2);
    te_transpose_conv_s8_params p;
    te_test_rows in, out;
    const int8_t *rows[TE_TEST_MAX_ROWS] = {NULL};
    memset(&p, 0, sizeof p);
    memset(sums, 0, sizeof sums);
    te_test_pool_reset();
    p.kernelHeight = te_test_range(1, 5);
    p.kernelWidth = te_test_range(1, 5);
    p.inChannels = te_test_range(1, 9);
    p.outChannels = te_test_range(1, 9);
    p.strideX = te_test_range(1, 3);
    p.inWidth = te_test_range(1, 7);
    p.padLeft = te_test_range(0, p.kernelWidth - 1);
    p.inZeroPoint = te_test_zero_point();
    const int32_t height = te_test_range(1, 5), strideY = te_test_range(1, 3), padTop = te_test_range(0, p.kernelHeight - 1);
    const int32_t y = te_test_range(0, (height - 1) * strideY + p.kernelHeight - 1), outZeroPoint = te_test_zero_point();
    const int32_t outWidth = (p.inWidth - 1) * p.strideX + p.kernelWidth + te_test_range(0, 2);
    const int32_t x0 = te_test_range(0, outWidth - 1), x1 = te_test_one_in(2) ? outWidth : te_test_range(x0 + 1, outWidth);
    const int32_t taps = p.kernelHeight * p.kernelWidth * p.inChannels;
    const te_test_clamp clamp = te_test_make_clamp();
    p.clampMin = clamp.min;
    p.clampMax = clamp.max;
    int8_t *packed = te_test_alloc(p.outChannels * taps, 1, 0);
    te_requant *requant = te_test_alloc(p.outChannels * (int32_t)sizeof *requant, 4, 0);
    for (int32_t oc = 0; oc < p.outChannels; oc++) {
        for (int32_t i = 0; i < taps; i++)
            packed[oc * taps + i] = weights[oc][i] = te_test_code();
        channels[oc] = te_test_make_channel(taps * 4000, anyshift);
        requant[oc] = te_test_encode(channels[oc], channels[oc].bias, outZeroPoint, anyshift);
    }
    p.weights = packed;
    p.requant = requant;
    te_test_layout(&in, te_test_range(0, TE_TEST_LAYOUTS - 1), p.inWidth, p.inChannels);
    te_test_layout(&out, te_test_range(0, TE_TEST_LAYOUTS - 1), x1 - x0, p.outChannels);
    te_test_place(&in, height, 0);
    te_test_place(&out, 1, 0);
    p.in = in.layout;
    p.out = out.layout;
    for (int32_t iy = 0; iy < height; iy++) {
        const int32_t ky = y + padTop - iy * strideY;
        if (ky < 0 || ky >= p.kernelHeight)
            continue;
        rows[ky] = in.row[iy];
        for (int32_t ix = 0; ix < p.inWidth; ix++)
            for (int32_t kx = 0; kx < p.kernelWidth; kx++) {
                const int32_t x = ix * p.strideX - p.padLeft + kx;
                for (int32_t i = 0; x >= 0 && x < outWidth && i < p.outChannels * p.inChannels; i++) {
                    const int32_t oc = i / p.inChannels, ic = i % p.inChannels;
                    sums[x][oc] += (int64_t)(*te_test_at(&in, iy, ix, ic) - p.inZeroPoint) *
                                   weights[oc][(ky * p.kernelWidth + kx) * p.inChannels + ic];
                }
            }
    }
    te_test_describe(anyshift ? "te_transpose_conv_s8_anyshift__c99" : "te_transpose_conv_s8__c99",
                     "h%ld w%ld c%ld oc%ld k%ldx%ld s%ldx%ld pad%ld,%ld y%ld x[%ld,%ld)", (long)height, (long)p.inWidth, (long)p.inChannels,
                     (long)p.outChannels, (long)p.kernelHeight, (long)p.kernelWidth, (long)strideY, (long)p.strideX, (long)padTop,
                     (long)p.padLeft, (long)y, (long)x0, (long)x1);
    te_test_seal();
    for (int32_t x = x0; x < x1; x++)
        for (int32_t oc = 0; oc < p.outChannels; oc++)
            te_test_expect_s8(te_test_at(&out, 0, x - x0, oc),
                              te_test_finish(sums[x][oc] + channels[oc].bias, channels[oc], outZeroPoint, clamp));
    (anyshift ? te_transpose_conv_s8_anyshift__c99 : te_transpose_conv_s8__c99)(out.row[0], rows, x0, x1, &p, NULL);
    te_test_check();
}

/* The same by definition of int16 activations, gathered at each output instead of scattered. */
void te_test_transpose_conv_s16(void)
{
    te_transpose_conv_s16_params p;
    te_test_rows in, out;
    const int16_t *rows[TE_TEST_MAX_ROWS] = {NULL};
    memset(&p, 0, sizeof p);
    te_test_pool_reset();
    p.kernelHeight = te_test_range(1, 5);
    p.kernelWidth = te_test_range(1, 5);
    p.inChannels = te_test_range(1, 9);
    p.outChannels = te_test_range(1, 9);
    p.strideX = te_test_range(1, 3);
    p.inWidth = te_test_range(1, 7);
    p.padLeft = te_test_range(0, p.kernelWidth - 1);
    const int32_t height = te_test_range(1, 5), strideY = te_test_range(1, 3), padTop = te_test_range(0, p.kernelHeight - 1);
    const int32_t y = te_test_range(0, (height - 1) * strideY + p.kernelHeight - 1);
    const int32_t outWidth = (p.inWidth - 1) * p.strideX + p.kernelWidth + te_test_range(0, 2);
    const int32_t x0 = te_test_range(0, outWidth - 1), x1 = te_test_one_in(2) ? outWidth : te_test_range(x0 + 1, outWidth);
    const int32_t taps = p.kernelHeight * p.kernelWidth * p.inChannels;
    const te_test_clamp clamp = te_test_make_clamp_s16();
    p.clampMin = clamp.min;
    p.clampMax = clamp.max;
    int8_t *packed = te_test_alloc(p.outChannels * taps, 1, 0);
    te_requant_s16 *requant = te_test_alloc(p.outChannels * (int32_t)sizeof *requant, 4, 0);
    for (int32_t i = 0; i < p.outChannels * taps; i++)
        packed[i] = te_test_code();
    for (int32_t oc = 0; oc < p.outChannels; oc++)
        requant[oc] = te_test_make_requant_s16(taps * 1000000, 1);
    p.weights = packed;
    p.requant = requant;
    te_test_layout_s16(&in, te_test_range(0, TE_TEST_LAYOUTS - 1), p.inWidth, p.inChannels);
    te_test_layout_s16(&out, te_test_range(0, TE_TEST_LAYOUTS - 1), x1 - x0, p.outChannels);
    te_test_place(&in, height, 0);
    te_test_place(&out, 1, 0);
    p.in = in.layout;
    p.out = out.layout;
    for (int32_t iy = 0; iy < height; iy++) {
        const int32_t ky = y + padTop - iy * strideY;
        if (ky >= 0 && ky < p.kernelHeight)
            rows[ky] = te_test_row_s16(&in, iy);
    }
    te_test_describe("te_transpose_conv_s16__c99", "h%ld w%ld c%ld oc%ld k%ldx%ld s%ldx%ld pad%ld,%ld y%ld x[%ld,%ld)", (long)height,
                     (long)p.inWidth, (long)p.inChannels, (long)p.outChannels, (long)p.kernelHeight, (long)p.kernelWidth, (long)strideY,
                     (long)p.strideX, (long)padTop, (long)p.padLeft, (long)y, (long)x0, (long)x1);
    te_test_seal();
    for (int32_t x = x0; x < x1; x++)
        for (int32_t oc = 0; oc < p.outChannels; oc++) {
            int64_t sum = 0;
            for (int32_t i = 0; i < taps; i++) {
                const int32_t ic = i % p.inChannels, kx = i / p.inChannels % p.kernelWidth, ky = i / p.inChannels / p.kernelWidth;
                const int32_t dy = y + padTop - ky, dx = x + p.padLeft - kx;
                if (dy >= 0 && dx >= 0 && dy % strideY == 0 && dx % p.strideX == 0 && dy / strideY < height && dx / p.strideX < p.inWidth)
                    sum += (int64_t)te_test_value(&in, dy / strideY, dx / p.strideX, ic) * packed[oc * taps + i];
            }
            te_test_expect_s16(te_test_at(&out, 0, x - x0, oc), te_test_finish_s16(sum, requant[oc], 1, clamp));
        }
    te_transpose_conv_s16__c99((int16_t *)(void *)out.row[0], rows, x0, x1, &p, NULL);
    te_test_check();
}
