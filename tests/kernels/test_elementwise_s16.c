#include <string.h>

#include "te_test.h"

/* ADD, SUB and MUL of int16 rows, possibly broadcast. */
typedef struct {
    int32_t width, channels, x0, x1;
    te_test_rows in[2], out;
    te_test_clamp clamp;
} operands;

static operands o;

static void make_operands(void)
{
    o.width = te_test_range(1, 9);
    o.channels = te_test_range(1, 17);
    o.x0 = te_test_range(0, o.width - 1);
    o.x1 = te_test_range(o.x0 + 1, o.width);
    o.clamp = te_test_make_clamp_s16();
    for (int32_t i = 0; i < 2; i++) {
        te_test_layout_s16(&o.in[i], te_test_range(0, TE_TEST_LAYOUTS - 1), o.width, o.channels);
        if (te_test_one_in(4))
            o.in[i].layout.pixel = 0;
        if (te_test_one_in(4))
            o.in[i].layout.channel = 0;
        te_test_place(&o.in[i], 1, 0);
    }
    te_test_layout_s16(&o.out, te_test_range(0, TE_TEST_LAYOUTS - 1), o.x1 - o.x0, o.channels);
    te_test_place(&o.out, 1, 0);
}

static void add(int32_t sign)
{
    te_add_s8_params p;
    memset(&p, 0, sizeof p);
    p.in0 = o.in[0].layout;
    p.in1 = o.in[1].layout;
    p.out = o.out.layout;
    p.channels = o.channels;
    p.multiplier0 = (int32_t)(te_test_random() >> 2 | 1u << 30);
    p.multiplier1 = te_test_one_in(2) ? 1 << 30 : (int32_t)(te_test_random() >> 2 | 1u << 30);
    p.multiplierOut = (int32_t)(te_test_random() >> 2 | 1u << 30);
    p.exponent0 = -te_test_range(0, te_test_one_in(5) ? 31 : 4);
    p.exponent1 = -te_test_range(0, te_test_one_in(5) ? 31 : 4);
    p.exponentOut = te_test_one_in(5) ? te_test_range(-31, 0) : -te_test_range(11, 16);
    p.clampMin = o.clamp.min;
    p.clampMax = o.clamp.max;
    te_test_describe(sign > 0 ? "te_add_s16__c99" : "te_sub_s16__c99", "w%ld c%ld x[%ld,%ld)", (long)o.width, (long)o.channels, (long)o.x0,
                     (long)o.x1);
    te_test_seal();
    for (int32_t x = o.x0; x < o.x1; x++)
        for (int32_t c = 0; c < o.channels; c++) {
            const int64_t a = te_test_rescale((int64_t)te_test_value(&o.in[0], 0, x, c) * 32768, p.multiplier0, p.exponent0);
            const int64_t b = te_test_rescale((int64_t)te_test_value(&o.in[1], 0, x, c) * 32768, p.multiplier1, p.exponent1);
            te_test_expect_s16(
                te_test_at(&o.out, 0, x - o.x0, c),
                te_test_limit(te_test_rescale((int32_t)(uint32_t)(uint64_t)(a + sign * b), p.multiplierOut, p.exponentOut), o.clamp));
        }
    const int16_t *rows[2] = {te_test_row_s16(&o.in[0], 0), te_test_row_s16(&o.in[1], 0)};
    (sign > 0 ? te_add_s16__c99 : te_sub_s16__c99)((int16_t *)(void *)o.out.row[0], rows, o.x0, o.x1, &p, NULL);
}

static void mul(void)
{
    te_test_channel channel = te_test_make_channel(1 << 28, 1);
    channel.exponent = te_test_one_in(4) ? te_test_range(-31, 1) : te_test_range(-17, -12);
    te_mul_s8_params p;
    memset(&p, 0, sizeof p);
    p.in0 = o.in[0].layout;
    p.in1 = o.in[1].layout;
    p.out = o.out.layout;
    p.channels = o.channels;
    p.requant = te_test_encode(channel, 0, 0, 1);
    p.clampMin = o.clamp.min;
    p.clampMax = o.clamp.max;
    te_test_describe("te_mul_s16__c99", "w%ld c%ld x[%ld,%ld)", (long)o.width, (long)o.channels, (long)o.x0, (long)o.x1);
    te_test_seal();
    for (int32_t x = o.x0; x < o.x1; x++)
        for (int32_t c = 0; c < o.channels; c++) {
            const int64_t product = (int64_t)te_test_value(&o.in[0], 0, x, c) * te_test_value(&o.in[1], 0, x, c);
            te_test_expect_s16(te_test_at(&o.out, 0, x - o.x0, c),
                               te_test_limit(te_test_rescale(product, channel.multiplier, channel.exponent), o.clamp));
        }
    const int16_t *rows[2] = {te_test_row_s16(&o.in[0], 0), te_test_row_s16(&o.in[1], 0)};
    te_mul_s16__c99((int16_t *)(void *)o.out.row[0], rows, o.x0, o.x1, &p, NULL);
}

static void relu(void)
{
    const int32_t count = te_test_range(1, 40);
    int16_t *in = te_test_alloc(2 * count, 2, 0);
    int16_t *out = te_test_one_in(2) ? in : te_test_alloc(2 * count, 2, 0);
    const te_test_clamp clamp = te_test_make_clamp_s16();
    te_test_channel channel = te_test_make_channel(1 << 15, 1);
    channel.exponent = te_test_range(-31, 14);
    const te_relu_s16_params p = {channel.multiplier, channel.exponent, clamp.min, clamp.max};
    int32_t expected[40];
    for (int32_t i = 0; i < count; i++) {
        in[i] = te_test_code_s16();
        expected[i] = te_test_limit(te_test_rescale(in[i], p.multiplier, p.exponent), clamp);
    }
    te_test_describe("te_relu_s16__c99", "n%ld multiplier %ld exponent %ld%s", (long)count, (long)p.multiplier, (long)p.exponent,
                     out == in ? " in place" : "");
    te_test_seal();
    te_relu_s16__c99(out, in, count, &p);
    for (int32_t i = 0; i < count; i++)
        te_test_expect_s16(out + i, expected[i]);
}

void te_test_elementwise_s16(void)
{
    const int32_t what = te_test_range(0, 3);
    te_test_pool_reset();
    if (what == 3) {
        relu();
        te_test_check();
        return;
    }
    make_operands();
    if (what == 2)
        mul();
    else
        add(what == 0 ? 1 : -1);
    te_test_check();
}
