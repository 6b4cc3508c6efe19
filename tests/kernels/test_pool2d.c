#include <string.h>

#include "te_test.h"

typedef void kernel(int8_t *, const int8_t *const *, int32_t, int32_t, const te_pool2d_s8_params *, void *);

static const struct {
    const char *name;
    kernel *run;
    int max;
} kernels[] = {
    {"te_avg_pool2d_s8__c99", te_avg_pool2d_s8__c99, 0},
    {"te_max_pool2d_s8__c99", te_max_pool2d_s8__c99, 1},
    {"te_avg_pool2d_s8__dsp", te_avg_pool2d_s8__dsp, 0},
    {"te_max_pool2d_s8__dsp", te_max_pool2d_s8__dsp, 1},
};

void te_test_pool2d(void)
{
    const size_t k = te_test_random() / 16u % (sizeof kernels / sizeof kernels[0]);
    te_pool2d_s8_params p;
    te_test_rows in, out;
    const int8_t *rows[TE_TEST_MAX_ROWS];
    memset(&p, 0, sizeof p);
    te_test_pool_reset();
    p.kernelHeight = te_test_range(1, 7);
    p.kernelWidth = te_test_range(1, 7);
    p.strideX = te_test_range(1, 3);
    p.channels = te_test_range(1, 17);
    p.inWidth = te_test_range(1, 9);
    p.padLeft = te_test_range(0, p.kernelWidth - 1);
    const int32_t height = te_test_range(1, 7), strideY = te_test_range(1, 3), padTop = te_test_range(0, p.kernelHeight - 1);
    const int32_t y = te_test_range(0, (height + padTop - 1) / strideY);
    const te_test_clamp clamp = te_test_make_clamp();
    p.clampMin = clamp.min;
    p.clampMax = clamp.max;
    const int32_t outWidth = (p.inWidth + p.padLeft - 1) / p.strideX + 1;
    const int32_t x0 = te_test_range(0, outWidth - 1);
    const int32_t x1 = te_test_one_in(2) ? outWidth : te_test_range(x0 + 1, outWidth);
    const te_test_columns read = te_test_window_columns(x0, x1, p.strideX, p.padLeft, p.kernelWidth, p.inWidth);
    te_test_layout_tile(&in, te_test_range(0, TE_TEST_LAYOUTS - 1), read.first, read.last, p.channels);
    te_test_layout(&out, te_test_range(0, TE_TEST_LAYOUTS - 1), x1 - x0, p.channels);
    te_test_place(&in, height, 0);
    te_test_place(&out, 1, 0);
    p.in = in.layout;
    p.out = out.layout;
    for (int32_t ky = 0; ky < p.kernelHeight; ky++) {
        const int32_t iy = y * strideY - padTop + ky;
        rows[ky] = iy < 0 || iy >= height ? NULL : in.row[iy];
    }
    te_test_describe(kernels[k].name, "h%ld w%ld c%ld k%ldx%ld s%ld pad%ld x[%ld,%ld) in{%ld,%ld} out{%ld,%ld}", (long)height,
                     (long)p.inWidth, (long)p.channels, (long)p.kernelHeight, (long)p.kernelWidth, (long)p.strideX, (long)p.padLeft,
                     (long)x0, (long)x1, (long)p.in.pixel, (long)p.in.channel, (long)p.out.pixel, (long)p.out.channel);
    te_test_seal();
    for (int32_t x = x0; x < x1; x++)
        for (int32_t c = 0; c < p.channels; c++) {
            int32_t sum = 0, count = 0, max = -128;
            for (int32_t iy = 0; iy < height; iy++)
                for (int32_t ix = 0; ix < p.inWidth; ix++) {
                    const int32_t ky = iy - (y * strideY - padTop), kx = ix - (x * p.strideX - p.padLeft);
                    if (ky < 0 || ky >= p.kernelHeight || kx < 0 || kx >= p.kernelWidth)
                        continue;
                    const int32_t v = *te_test_at(&in, iy, ix, c);
                    sum += v;
                    count++;
                    max = v > max ? v : max;
                }
            int32_t v = sum < 0 ? -((-sum + count / 2) / count) : (sum + count / 2) / count;
            v = kernels[k].max ? max : v;
            te_test_expect_s8(te_test_at(&out, 0, x - x0, c), v < clamp.min ? clamp.min : v > clamp.max ? clamp.max : v);
        }
    kernels[k].run(out.row[0], rows, x0, x1, &p, NULL);
    te_test_check();
}

void te_test_pool2d_s16(void)
{
    const int max = te_test_one_in(2);
    te_pool2d_s8_params p;
    te_test_rows in, out;
    const int16_t *rows[TE_TEST_MAX_ROWS];
    memset(&p, 0, sizeof p);
    te_test_pool_reset();
    p.kernelHeight = te_test_range(1, 5);
    p.kernelWidth = te_test_range(1, 5);
    p.strideX = te_test_range(1, 3);
    p.channels = te_test_range(1, 9);
    p.inWidth = te_test_range(1, 9);
    p.padLeft = te_test_range(0, p.kernelWidth - 1);
    const te_test_clamp clamp = te_test_make_clamp_s16();
    p.clampMin = clamp.min;
    p.clampMax = clamp.max;
    const int32_t outWidth = (p.inWidth + p.padLeft - 1) / p.strideX + 1, inside = te_test_range(0, p.kernelHeight - 1);
    const int32_t x0 = te_test_range(0, outWidth - 1), x1 = te_test_range(x0 + 1, outWidth);
    te_test_layout_s16(&in, te_test_range(0, TE_TEST_LAYOUTS - 1), p.inWidth, p.channels);
    te_test_layout_s16(&out, te_test_range(0, TE_TEST_LAYOUTS - 1), x1 - x0, p.channels);
    te_test_place(&in, p.kernelHeight, 0);
    te_test_place(&out, 1, 0);
    p.in = in.layout;
    p.out = out.layout;
    for (int32_t ky = 0; ky < p.kernelHeight; ky++)
        rows[ky] = ky == inside || te_test_one_in(2) ? te_test_row_s16(&in, ky) : NULL;
    te_test_describe(max ? "te_max_pool2d_s16__c99" : "te_avg_pool2d_s16__c99", "w%ld c%ld k%ldx%ld s%ld pad%ld x[%ld,%ld)",
                     (long)p.inWidth, (long)p.channels, (long)p.kernelHeight, (long)p.kernelWidth, (long)p.strideX, (long)p.padLeft,
                     (long)x0, (long)x1);
    te_test_seal();
    for (int32_t x = x0; x < x1; x++)
        for (int32_t c = 0; c < p.channels; c++) {
            int32_t sum = 0, count = 0, largest = -32768;
            for (int32_t i = 0; i < p.kernelHeight * p.kernelWidth; i++) {
                const int32_t ky = i / p.kernelWidth, ix = x * p.strideX - p.padLeft + i % p.kernelWidth;
                if (rows[ky] == NULL || ix < 0 || ix >= p.inWidth)
                    continue;
                const int32_t v = te_test_value(&in, ky, ix, c);
                sum += v;
                count++;
                largest = v > largest ? v : largest;
            }
            const int32_t mean = sum < 0 ? -((-sum + count / 2) / count) : (sum + count / 2) / count;
            te_test_expect_s16(te_test_at(&out, 0, x - x0, c), te_test_limit(max ? largest : mean, clamp));
        }
    (max ? te_max_pool2d_s16__c99 : te_avg_pool2d_s16__c99)((int16_t *)(void *)out.row[0], rows, x0, x1, &p, NULL);
    te_test_check();
}
