#include <string.h>

#include "te_test.h"

/* The window that both convolutions share; rows outside the map are NULL. */
typedef struct {
    int32_t height, strideY, dilationY, padTop, y, x0, x1;
    te_test_rows in, out;
    const int16_t *rows[TE_TEST_MAX_ROWS];
    te_test_clamp clamp;
} window;

static window w;

static void place(int32_t kernelHeight, int32_t inWidth, int32_t inChannels, int32_t outWidth, int32_t outChannels)
{
    w.height = te_test_range(1, 5);
    w.strideY = te_test_range(1, 3);
    w.dilationY = te_test_range(1, 2);
    w.padTop = te_test_range(0, (kernelHeight - 1) * w.dilationY);
    w.y = te_test_range(0, (w.height + w.padTop - 1) / w.strideY);
    w.x0 = te_test_range(0, outWidth - 1);
    w.x1 = te_test_one_in(2) ? outWidth : te_test_range(w.x0 + 1, outWidth);
    w.clamp = te_test_make_clamp_s16();
    te_test_layout_s16(&w.in, te_test_range(0, TE_TEST_LAYOUTS - 1), inWidth, inChannels);
    te_test_layout_s16(&w.out, te_test_range(0, TE_TEST_LAYOUTS - 1), w.x1 - w.x0, outChannels);
    te_test_place(&w.in, w.height, 0);
    te_test_place(&w.out, 1, 0);
    for (int32_t ky = 0; ky < kernelHeight; ky++) {
        const int32_t iy = w.y * w.strideY - w.padTop + ky * w.dilationY;
        w.rows[ky] = iy < 0 || iy >= w.height ? NULL : te_test_row_s16(&w.in, iy);
    }
}

static int32_t input(int32_t ky, int32_t ix, int32_t c)
{
    const int32_t iy = w.y * w.strideY - w.padTop + ky * w.dilationY;
    return iy < 0 || iy >= w.height || ix < 0 || ix >= w.in.width ? 0 : te_test_value(&w.in, iy, ix, c);
}

static int8_t *random_weights(int32_t count)
{
    int8_t *weights = te_test_alloc(count, 1, 0);
    for (int32_t i = 0; i < count; i++)
        weights[i] = te_test_code();
    return weights;
}

static te_requant_s16 *random_requant(int32_t count, int32_t depth, int wide)
{
    te_requant_s16 *r = te_test_alloc(count * (int32_t)sizeof *r, 4, 0);
    for (int32_t i = 0; i < count; i++)
        r[i] = te_test_make_requant_s16(depth * 1000000, wide);
    return r;
}

void te_test_conv2d_s16(void)
{
    const int wide = te_test_one_in(2);
    te_conv2d_s16_params p;
    memset(&p, 0, sizeof p);
    te_test_pool_reset();
    p.groups = te_test_one_in(3) ? te_test_range(1, 4) : 1;
    p.kernelHeight = te_test_range(1, 4);
    p.kernelWidth = te_test_range(1, 4);
    const int32_t groupIn = te_test_range(1, 6), groupOut = te_test_range(1, 5);
    p.inChannels = groupIn * p.groups;
    p.outChannels = groupOut * p.groups;
    p.strideX = te_test_range(1, 3);
    p.dilationX = te_test_range(1, 2);
    p.inWidth = te_test_range(1, 9);
    p.padLeft = te_test_range(0, (p.kernelWidth - 1) * p.dilationX);
    const int32_t taps = p.kernelHeight * p.kernelWidth * groupIn;
    p.weights = random_weights(taps * p.outChannels);
    p.requant = random_requant(p.outChannels, taps, wide);
    place(p.kernelHeight, p.inWidth, p.inChannels, (p.inWidth + p.padLeft - 1) / p.strideX + 1, p.outChannels);
    p.in = w.in.layout;
    p.out = w.out.layout;
    p.clampMin = w.clamp.min;
    p.clampMax = w.clamp.max;
    te_test_describe(wide ? "te_conv2d_s16__c99" : "te_conv2d_s16_acc32__c99", "w%ld c%ld oc%ld g%ld k%ldx%ld s%ld d%ld pad%ld x[%ld,%ld)",
                     (long)p.inWidth, (long)p.inChannels, (long)p.outChannels, (long)p.groups, (long)p.kernelHeight, (long)p.kernelWidth,
                     (long)p.strideX, (long)p.dilationX, (long)p.padLeft, (long)w.x0, (long)w.x1);
    te_test_seal();
    for (int32_t x = w.x0; x < w.x1; x++)
        for (int32_t oc = 0; oc < p.outChannels; oc++) {
            int64_t acc = 0;
            for (int32_t k = 0; k < taps; k++) {
                const int32_t ic = k % groupIn, kx = k / groupIn % p.kernelWidth, ky = k / groupIn / p.kernelWidth;
                acc += (int64_t)input(ky, x * p.strideX - p.padLeft + kx * p.dilationX, oc / groupOut * groupIn + ic) *
                       p.weights[oc * taps + k];
            }
            te_test_expect_s16(te_test_at(&w.out, 0, x - w.x0, oc), te_test_finish_s16(acc, p.requant[oc], wide, w.clamp));
        }
    (wide ? te_conv2d_s16__c99 : te_conv2d_s16_acc32__c99)((int16_t *)(void *)w.out.row[0], w.rows, w.x0, w.x1, &p, NULL);
    te_test_check();
}

void te_test_dwconv2d_s16(void)
{
    te_dwconv2d_s16_params p;
    memset(&p, 0, sizeof p);
    te_test_pool_reset();
    p.kernelHeight = te_test_range(1, 5);
    p.kernelWidth = te_test_range(1, 5);
    p.inChannels = te_test_range(1, 9);
    p.multiplier = te_test_one_in(3) ? te_test_range(2, 4) : 1;
    p.strideX = te_test_range(1, 3);
    p.dilationX = te_test_range(1, 2);
    p.inWidth = te_test_range(1, 9);
    p.padLeft = te_test_range(0, (p.kernelWidth - 1) * p.dilationX);
    const int32_t taps = p.kernelHeight * p.kernelWidth, outChannels = p.inChannels * p.multiplier;
    p.weights = random_weights(taps * outChannels);
    p.requant = random_requant(outChannels, taps, 1);
    place(p.kernelHeight, p.inWidth, p.inChannels, (p.inWidth + p.padLeft - 1) / p.strideX + 1, outChannels);
    p.in = w.in.layout;
    p.out = w.out.layout;
    p.clampMin = w.clamp.min;
    p.clampMax = w.clamp.max;
    te_test_describe("te_dwconv2d_s16__c99", "w%ld c%ld m%ld k%ldx%ld s%ld d%ld pad%ld x[%ld,%ld)", (long)p.inWidth, (long)p.inChannels,
                     (long)p.multiplier, (long)p.kernelHeight, (long)p.kernelWidth, (long)p.strideX, (long)p.dilationX, (long)p.padLeft,
                     (long)w.x0, (long)w.x1);
    te_test_seal();
    for (int32_t x = w.x0; x < w.x1; x++)
        for (int32_t c = 0; c < outChannels; c++) {
            int64_t acc = 0;
            for (int32_t k = 0; k < taps; k++)
                acc += (int64_t)input(k / p.kernelWidth, x * p.strideX - p.padLeft + k % p.kernelWidth * p.dilationX, c / p.multiplier) *
                       p.weights[c * taps + k];
            te_test_expect_s16(te_test_at(&w.out, 0, x - w.x0, c), te_test_finish_s16(acc, p.requant[c], 1, w.clamp));
        }
    te_dwconv2d_s16__c99((int16_t *)(void *)w.out.row[0], w.rows, w.x0, w.x1, &p, NULL);
    te_test_check();
}

void te_test_fully_connected_s16(void)
{
    const int wide = te_test_one_in(2);
    te_test_pool_reset();
    const int32_t depth = te_test_range(1, 50), outputs = te_test_range(1, 9);
    const te_test_clamp clamp = te_test_make_clamp_s16();
    const te_fully_connected_s16_params p = {
        depth, outputs, clamp.min, clamp.max, random_weights(depth * outputs), random_requant(outputs, depth, wide)};
    int16_t *in = te_test_alloc(2 * depth, 2, 0), *out = te_test_alloc(2 * outputs, 2, 0);
    for (int32_t i = 0; i < depth; i++)
        in[i] = te_test_code_s16();
    te_test_describe(wide ? "te_fully_connected_s16__c99" : "te_fully_connected_s16_acc32__c99", "%ld to %ld", (long)depth, (long)outputs);
    te_test_seal();
    for (int32_t o = 0; o < outputs; o++) {
        int64_t acc = 0;
        for (int32_t i = 0; i < depth; i++)
            acc += (int64_t)in[i] * p.weights[o * depth + i];
        te_test_expect_s16(out + o, te_test_finish_s16(acc, p.requant[o], wide, clamp));
    }
    (wide ? te_fully_connected_s16__c99 : te_fully_connected_s16_acc32__c99)(out, in, &p, NULL);
    te_test_check();
}
