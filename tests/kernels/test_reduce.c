#include <string.h>

#include "te_test.h"

void te_test_mean(void)
{
    const int dsp = te_test_one_in(2), pools = te_test_one_in(3); /* as average pooling over the whole map */
    const te_test_clamp full = {-128, 127}, clamp = pools ? te_test_make_clamp() : full;
    te_mean_s8_params p;
    te_test_rows in;
    memset(&p, 0, sizeof p);
    te_test_pool_reset();
    const int32_t width = dsp && te_test_one_in(8) ? te_test_range(240, 600) : te_test_range(1, 15), height = te_test_range(1, 14);
    const int32_t inZeroPoint = te_test_zero_point(), outZeroPoint = te_test_zero_point();
    te_test_channel channel = te_test_make_channel(width * height * 100, 1);
    p.channels = te_test_range(1, 17);
    p.count = width * height;
    p.clampMin = clamp.min;
    p.clampMax = clamp.max;
    p.requant = te_test_encode(channel, -inZeroPoint * width * height, outZeroPoint, 1);
    te_test_layout(&in, te_test_range(0, TE_TEST_LAYOUTS - 1), width, p.channels);
    te_test_place(&in, height, 0);
    p.in = in.layout;
    int32_t *sums = te_test_scratch(TE_MEAN_S8_SUMS_BYTES(p.channels));
    int8_t *out = te_test_alloc(p.channels, 1, 0);
    te_test_describe(dsp ? "te_mean_s8_rows__dsp" : "te_mean_s8_rows__c99", "h%ld w%ld c%ld in{%ld,%ld}", (long)height, (long)width,
                     (long)p.channels, (long)p.in.pixel, (long)p.in.channel);
    te_test_uses("te_mean_s8_begin__c99");
    te_test_uses(pools ? "te_avg_pool2d_s8_finish__c99" : "te_mean_s8_finish__c99");
    te_test_seal();
    for (int32_t c = 0; c < p.channels; c++) {
        int64_t sum = 0;
        for (int32_t y = 0; y < height; y++)
            for (int32_t x = 0; x < width; x++)
                sum += *te_test_at(&in, y, x, c);
        const int64_t half = sum > 0 ? p.count / 2 : -(p.count / 2);
        te_test_expect_s8(out + c, pools ? te_test_limit((sum + half) / p.count, clamp)
                                         : te_test_finish(sum - (int64_t)inZeroPoint * p.count, channel, outZeroPoint, full));
    }
    te_mean_s8_begin__c99(sums, &p);
    for (int32_t y = 0; y < height; y++) {
        const int8_t *rows[1] = {in.row[y]};
        const int32_t middle = te_test_range(0, width);
        for (int32_t part = 0; part < 2; part++) {
            const int32_t x0 = part == 0 ? 0 : middle, x1 = part == 0 ? middle : width;
            if (x0 < x1)
                (dsp ? te_mean_s8_rows__dsp : te_mean_s8_rows__c99)(sums, rows, x0, x1, &p, NULL);
        }
    }
    (pools ? te_avg_pool2d_s8_finish__c99 : te_mean_s8_finish__c99)(out, sums, &p);
    te_test_check();
}

void te_test_reduce_nd(void)
{
    static const char *const names[] = {"te_reduce_sum_s8_nd__c99", "te_reduce_max_s8_nd__c99", "te_reduce_min_s8_nd__c99",
                                        "te_reduce_sum_f32_nd__c99"};
    const int32_t kind = te_test_range(0, 3), rank = te_test_range(1, 6);
    const te_test_clamp full = {-128, 127};
    const int32_t inZeroPoint = te_test_zero_point(), outZeroPoint = te_test_zero_point();
    int32_t extent[6], stride[6], total = 1, outputs = 1, count = 1;
    int reduced[6];
    te_reduce_nd_params p;
    memset(&p, 0, sizeof p);
    te_test_pool_reset();
    for (int32_t a = rank - 1; a >= 0; a--) {
        extent[a] = te_test_range(1, 4);
        stride[a] = total;
        reduced[a] = te_test_one_in(2);
        total *= extent[a];
    }
    for (int32_t a = 0; a < rank; a++) {
        if (reduced[a]) {
            p.reducedExtent[p.reducedRank] = extent[a];
            p.reducedStride[p.reducedRank++] = stride[a];
            count *= extent[a];
        } else {
            p.keptExtent[p.keptRank] = extent[a];
            p.keptStride[p.keptRank++] = stride[a];
            outputs *= extent[a];
        }
    }
    const te_test_channel channel = te_test_make_channel(count * 100, 1);
    p.requant = te_test_encode(channel, -inZeroPoint * count, outZeroPoint, 1);
    int8_t *in = te_test_alloc(total, 1, 0);
    int8_t *out = te_test_alloc(outputs, 1, 0);
    float *reals = te_test_alloc(4 * total, 4, 0), *sums = te_test_alloc(4 * outputs, 4, 0);
    te_reduce_f32_nd_params q = {p.keptRank, {0}, {0}, p.reducedRank, {0}, {0}, (float)count};
    memcpy(q.keptExtent, p.keptExtent, sizeof q.keptExtent);
    memcpy(q.keptStride, p.keptStride, sizeof q.keptStride);
    memcpy(q.reducedExtent, p.reducedExtent, sizeof q.reducedExtent);
    memcpy(q.reducedStride, p.reducedStride, sizeof q.reducedStride);
    for (int32_t i = 0; i < total; i++) {
        in[i] = te_test_code();
        reals[i] = (float)te_test_range(-1000000, 1000000) / 1024.0f;
    }
    te_test_describe(names[kind], "rank %ld of %ld elements to %ld", (long)rank, (long)total, (long)outputs);
    te_test_seal();
    for (int32_t o = 0; o < outputs; o++) {
        int64_t sum = 0;
        int32_t max = -128, min = 127;
        float real = 0.0f;
        for (int32_t i = 0; i < total; i++) {
            int32_t position = 0;
            for (int32_t a = 0; a < rank; a++)
                if (!reduced[a])
                    position = position * extent[a] + i / stride[a] % extent[a];
            if (position != o)
                continue;
            sum += in[i] - inZeroPoint;
            real += reals[i];
            max = in[i] > max ? in[i] : max;
            min = in[i] < min ? in[i] : min;
        }
        real /= (float)count;
        if (kind == 3)
            te_test_expect(sums + o, &real, 4);
        else
            te_test_expect_s8(out + o, kind == 0 ? te_test_finish(sum, channel, outZeroPoint, full) : kind == 1 ? max : min);
    }
    if (kind == 3)
        te_reduce_sum_f32_nd__c99(sums, reals, outputs, &q);
    else
        (kind == 0 ? te_reduce_sum_s8_nd__c99 : kind == 1 ? te_reduce_max_s8_nd__c99 : te_reduce_min_s8_nd__c99)(out, in, outputs, &p);
    te_test_check();
}

/* Rows to sums to means; or the same reduction of a dense map as a walk. */
void te_test_mean_s16(void)
{
    static const char *const names[] = {"te_mean_s16_finish__c99", "te_avg_pool2d_s16_finish__c99", "te_reduce_sum_s16_nd__c99"};
    const int32_t kind = te_test_range(0, 2);
    const te_test_clamp range = {-32768, 32767};
    te_mean_s8_params p;
    te_test_rows in;
    memset(&p, 0, sizeof p);
    te_test_pool_reset();
    const int32_t width = te_test_range(1, 9), height = te_test_range(1, 9);
    p.count = width * height;
    p.channels = te_test_range(1, 17);
    const te_test_channel channel = te_test_make_channel(p.count * 30, 1);
    const te_test_clamp clamp = kind == 1 ? te_test_make_clamp_s16() : range;
    p.requant = te_test_encode(channel, 0, 0, 1);
    p.clampMin = clamp.min;
    p.clampMax = clamp.max;
    te_test_layout_s16(&in, kind == 2 ? TE_TEST_CHANNEL_LAST : te_test_range(0, TE_TEST_LAYOUTS - 1), width * (kind == 2 ? height : 1),
                       p.channels);
    te_test_place(&in, kind == 2 ? 1 : height, 0);
    p.in = in.layout;
    int32_t *sums = te_test_scratch(TE_MEAN_S8_SUMS_BYTES(p.channels));
    int16_t *out = te_test_alloc(2 * p.channels, 2, 0);
    if (kind != 2)
        te_test_uses("te_mean_s16_rows__c99");
    te_test_describe(names[kind], "h%ld w%ld c%ld", (long)height, (long)width, (long)p.channels);
    te_test_seal();
    for (int32_t c = 0; c < p.channels; c++) {
        int64_t sum = 0;
        for (int32_t i = 0; i < p.count; i++)
            sum += kind == 2 ? te_test_value(&in, 0, i, c) : te_test_value(&in, i / width, i % width, c);
        const int64_t magnitude = ((sum < 0 ? -sum : sum) + p.count / 2) / p.count;
        te_test_expect_s16(out + c,
                           kind == 1 ? te_test_limit(sum < 0 ? -magnitude : magnitude, clamp) : te_test_finish(sum, channel, 0, range));
    }
    if (kind == 2) {
        const te_reduce_nd_params nd = {1, {p.channels}, {1}, 1, {p.count}, {p.channels}, p.requant};
        te_reduce_sum_s16_nd__c99(out, te_test_row_s16(&in, 0), p.channels, &nd);
    } else {
        te_mean_s8_begin__c99(sums, &p);
        for (int32_t y = 0; y < height; y++) {
            const int16_t *rows[1] = {te_test_row_s16(&in, y)};
            te_mean_s16_rows__c99(sums, rows, 0, width, &p, NULL);
        }
        (kind == 0 ? te_mean_s16_finish__c99 : te_avg_pool2d_s16_finish__c99)(out, sums, &p);
    }
    te_test_check();
}

void te_test_arg(void)
{
    static const char *const names[] = {"te_arg_min_s8__c99", "te_arg_max_s8__c99", "te_arg_min_f32__c99", "te_arg_max_f32__c99"};
    const int max = te_test_one_in(2), real = te_test_one_in(2);
    te_test_pool_reset();
    const te_arg_params p = {te_test_range(1, 5), te_test_range(1, 20), te_test_range(1, 5)};
    const int32_t count = p.outer * p.count * p.inner;
    int8_t *in = te_test_alloc(count, 1, 0);
    float *reals = te_test_alloc(4 * count, 4, 0);
    int32_t *out = te_test_alloc(4 * p.outer * p.inner, 4, 0);
    for (int32_t i = 0; i < count; i++) {
        in[i] = te_test_code();
        reals[i] = (float)in[i] / 16.0f;
    }
    te_test_describe(names[2 * real + max], "%ld x %ld x %ld", (long)p.outer, (long)p.count, (long)p.inner);
    te_test_seal();
    for (int32_t i = 0; i < p.outer * p.inner; i++) {
        int32_t best = p.count - 1;
        for (int32_t k = p.count - 1; k >= 0; k--) {
            const int8_t *vector = in + i / p.inner * p.count * p.inner + i % p.inner;
            const int32_t difference = vector[k * p.inner] - vector[best * p.inner];
            best = (max ? difference : -difference) >= 0 ? k : best;
        }
        te_test_expect(out + i, &best, 4);
    }
    if (real)
        (max ? te_arg_max_f32__c99 : te_arg_min_f32__c99)(out, reals, &p);
    else
        (max ? te_arg_max_s8__c99 : te_arg_min_s8__c99)(out, in, &p);
    te_test_check();
}
