#include <string.h>

#include "te_simd.h"
#include "te_test.h"

/* Two operands, possibly broadcast, and an output that may lie over the first. */
typedef struct {
    int32_t width, channels, x0, x1;
    te_test_rows in[2], out;
    int8_t *to;
    int inPlace;
} operands;

static operands make_operands(void)
{
    operands o;
    memset(&o, 0, sizeof o);
    o.width = te_test_range(1, 9);
    o.channels = te_test_range(1, 17);
    o.x0 = te_test_range(0, o.width - 1);
    o.x1 = te_test_one_in(2) ? o.width : te_test_range(o.x0 + 1, o.width);
    for (int32_t i = 0; i < 2; i++) {
        te_test_layout_tile(&o.in[i], te_test_range(0, TE_TEST_LAYOUTS - 1), o.x0, o.x1, o.channels);
        if (te_test_one_in(4))
            o.in[i].layout.pixel = 0;
        if (te_test_one_in(4))
            o.in[i].layout.channel = 0;
        te_test_place(&o.in[i], 1, 0);
    }
    te_test_layout(&o.out, te_test_range(0, TE_TEST_LAYOUTS - 1), o.x1 - o.x0, o.channels);
    te_test_place(&o.out, 1, 0);
    o.to = o.out.row[0];
    const te_layout in = o.in[0].layout;
    o.inPlace = in.pixel != 0 && in.channel != 0 && te_test_one_in(2);
    if (o.inPlace) {
        o.to = o.in[0].row[0] + o.x0 * in.pixel;
        o.out.layout = in;
    }
    return o;
}

static void describe(const char *name, const operands *o)
{
    te_test_describe(name, "w%ld c%ld x[%ld,%ld) a{%ld,%ld} b{%ld,%ld} out{%ld,%ld}%s", (long)o->width, (long)o->channels, (long)o->x0,
                     (long)o->x1, (long)o->in[0].layout.pixel, (long)o->in[0].layout.channel, (long)o->in[1].layout.pixel,
                     (long)o->in[1].layout.channel, (long)o->out.layout.pixel, (long)o->out.layout.channel, o->inPlace ? " in place" : "");
}

static int8_t *destination(const operands *o, int32_t x, int32_t c)
{
    return o->to + (x - o->x0) * o->out.layout.pixel + c * o->out.layout.channel;
}

static int32_t clamp(int64_t v, te_test_clamp c)
{
    return (int32_t)(v < c.min ? c.min : v > c.max ? c.max : v);
}

void te_test_add(void)
{
    static const struct {
        const char *name;
        void (*run)(int8_t *, const int8_t *const *, int32_t, int32_t, const te_add_s8_params *, void *);
        int32_t sign;
    } kernels[] = {
        {"te_add_s8__c99", te_add_s8__c99, 1},
        {"te_sub_s8__c99", te_sub_s8__c99, -1},
        {"te_add_s8__dsp", te_add_s8__dsp, 1},
        {"te_sub_s8__dsp", te_sub_s8__dsp, -1},
    };
    const size_t k = te_test_random() / 16u % (sizeof kernels / sizeof kernels[0]);
    te_test_pool_reset();
    const operands o = make_operands();
    const te_test_clamp limits = te_test_make_clamp();
    te_add_s8_params p;
    p.in0 = o.in[0].layout;
    p.in1 = o.in[1].layout;
    p.out = o.out.layout;
    p.channels = o.channels;
    p.zeroPoint0 = te_test_zero_point();
    p.zeroPoint1 = te_test_zero_point();
    p.zeroPointOut = te_test_zero_point();
    /* TFLite: input multipliers are at most 1/2, the output's is scaled back by 2^20. */
    p.multiplier0 = (int32_t)(te_test_random() >> 2 | 1u << 30);
    p.multiplier1 = te_test_one_in(2) ? 1 << 30 : (int32_t)(te_test_random() >> 2 | 1u << 30);
    p.multiplierOut = (int32_t)(te_test_random() >> 2 | 1u << 30);
    p.exponent0 = -te_test_range(0, te_test_one_in(5) ? 31 : 4);
    p.exponent1 = -te_test_range(0, te_test_one_in(5) ? 31 : 4);
    p.exponentOut = -te_test_range(15, 20);
    if (te_test_one_in(5))
        p.exponentOut = te_test_range(-31, 0);
    p.clampMin = limits.min;
    p.clampMax = limits.max;
    describe(kernels[k].name, &o);
    te_test_seal();
    for (int32_t x = o.x0; x < o.x1; x++)
        for (int32_t c = 0; c < o.channels; c++) {
            const int64_t a = (int64_t)(*te_test_at(&o.in[0], 0, x, c) - p.zeroPoint0) * (1 << 20);
            const int64_t b = (int64_t)(*te_test_at(&o.in[1], 0, x, c) - p.zeroPoint1) * (1 << 20);
            const int32_t ra = te_test_rescale(a, p.multiplier0, p.exponent0), rb = te_test_rescale(b, p.multiplier1, p.exponent1);
            const int64_t v = te_test_rescale((int64_t)ra + kernels[k].sign * rb, p.multiplierOut, p.exponentOut);
            te_test_expect_s8(destination(&o, x, c), clamp(v + p.zeroPointOut, limits));
        }
    const int8_t *rows[2] = {o.in[0].row[0], o.in[1].row[0]};
    kernels[k].run(o.to, rows, o.x0, o.x1, &p, NULL);
    te_test_check();
}

void te_test_add_linear(void)
{
    static const struct {
        const char *name;
        void (*run)(int8_t *, const int8_t *const *, int32_t, int32_t, const te_add_s8_linear_params *, void *);
    } kernels[] = {{"te_add_s8_linear__c99", te_add_s8_linear__c99}, {"te_add_s8_linear__dsp", te_add_s8_linear__dsp}};
    const size_t k = te_test_random() / 16u % 2;
    te_test_pool_reset();
    const operands o = make_operands();
    const te_test_clamp limits = te_test_make_clamp();
    te_add_s8_linear_params p;
    p.in0 = o.in[0].layout;
    p.in1 = o.in[1].layout;
    p.out = o.out.layout;
    p.channels = o.channels;
    p.shift = te_test_range(1, 22);
    p.multiplier0 = te_test_range(-(1 << 27), 1 << 27) >> (22 - p.shift);
    p.multiplier1 = te_test_range(-(1 << 27), 1 << 27) >> (22 - p.shift);
    p.constant = te_test_range(-(1 << 28), 1 << 28) >> (22 - p.shift);
    p.clampMin = limits.min;
    p.clampMax = limits.max;
    describe(kernels[k].name, &o);
    te_test_seal();
    for (int32_t x = o.x0; x < o.x1; x++)
        for (int32_t c = 0; c < o.channels; c++) {
            int64_t t = p.constant;
            for (int32_t i = 0; i < 2; i++) {
                const int64_t product = *te_test_at(&o.in[i], 0, x, c) * (int64_t)(1 << 24) * (i ? p.multiplier1 : p.multiplier0);
                const int64_t unit = (int64_t)1 << 32;
                const int64_t shifted = product + unit / 2;
                t += shifted >= 0 ? shifted / unit : -((-shifted + unit - 1) / unit);
            }
            const int64_t unit = (int64_t)1 << p.shift;
            const int64_t v = t >= 0 ? t / unit : -((-t + unit - 1) / unit);
            te_test_expect_s8(destination(&o, x, c), clamp(v, limits));
        }
    const int8_t *rows[2] = {o.in[0].row[0], o.in[1].row[0]};
    kernels[k].run(o.to, rows, o.x0, o.x1, &p, NULL);
    te_test_check();
}

void te_test_mul(void)
{
    static const struct {
        const char *name;
        void (*run)(int8_t *, const int8_t *const *, int32_t, int32_t, const te_mul_s8_params *, void *);
        int anyshift;
    } kernels[] = {
        {"te_mul_s8__c99", te_mul_s8__c99, 0},
        {"te_mul_s8_anyshift__c99", te_mul_s8_anyshift__c99, 1},
        {"te_mul_s8__dsp", te_mul_s8__dsp, 0},
        {"te_mul_s8_anyshift__dsp", te_mul_s8_anyshift__dsp, 1},
    };
    const size_t k = te_test_random() / 16u % (sizeof kernels / sizeof kernels[0]);
    const int anyshift = kernels[k].anyshift;
    te_test_pool_reset();
    const operands o = make_operands();
    const te_test_clamp limits = te_test_make_clamp();
    const int32_t outZeroPoint = te_test_zero_point();
    te_test_channel channel = te_test_make_channel(20000, anyshift);
    channel.bias = 0;
    te_mul_s8_params p;
    p.in0 = o.in[0].layout;
    p.in1 = o.in[1].layout;
    p.out = o.out.layout;
    p.channels = o.channels;
    p.zeroPoint0 = te_test_zero_point();
    p.zeroPoint1 = te_test_zero_point();
    p.requant = te_test_encode(channel, 0, outZeroPoint, anyshift);
    p.clampMin = limits.min;
    p.clampMax = limits.max;
    describe(kernels[k].name, &o);
    te_test_seal();
    for (int32_t x = o.x0; x < o.x1; x++)
        for (int32_t c = 0; c < o.channels; c++) {
            const int32_t a = *te_test_at(&o.in[0], 0, x, c) - p.zeroPoint0, b = *te_test_at(&o.in[1], 0, x, c) - p.zeroPoint1;
            te_test_expect_s8(destination(&o, x, c), te_test_finish((int64_t)a * b, channel, outZeroPoint, limits));
        }
    const int8_t *rows[2] = {o.in[0].row[0], o.in[1].row[0]};
    kernels[k].run(o.to, rows, o.x0, o.x1, &p, NULL);
    te_test_check();
}

void te_test_minmax(void)
{
    const int maximum = te_test_one_in(2);
    te_test_pool_reset();
    const operands o = make_operands();
    const te_minmax_s8_params p = {o.in[0].layout, o.in[1].layout, o.out.layout, o.channels};
    describe(maximum ? "te_maximum_s8__c99" : "te_minimum_s8__c99", &o);
    te_test_seal();
    for (int32_t x = o.x0; x < o.x1; x++)
        for (int32_t c = 0; c < o.channels; c++) {
            const int8_t a = *te_test_at(&o.in[0], 0, x, c), b = *te_test_at(&o.in[1], 0, x, c);
            te_test_expect_s8(destination(&o, x, c), (a > b) == maximum ? a : b);
        }
    const int8_t *rows[2] = {o.in[0].row[0], o.in[1].row[0]};
    (maximum ? te_maximum_s8__c99 : te_minimum_s8__c99)(o.to, rows, o.x0, o.x1, &p, NULL);
    te_test_check();
}

void te_test_lut(void)
{
    te_test_pool_reset();
    const operands o = make_operands();
    int8_t *table = te_test_alloc(256, 1, 0);
    for (int32_t i = 0; i < 256; i++)
        table[i] = te_test_code();
    const te_lut_s8_params p = {o.in[0].layout, o.out.layout, o.channels, table};
    describe("te_lut_s8__c99", &o);
    te_test_seal();
    for (int32_t x = o.x0; x < o.x1; x++)
        for (int32_t c = 0; c < o.channels; c++) {
            const int32_t code = *te_test_at(&o.in[0], 0, x, c);
            te_test_expect_s8(destination(&o, x, c), table[code < 0 ? code + 256 : code]);
        }
    const int8_t *rows[1] = {o.in[0].row[0]};
    te_lut_s8__c99(o.to, rows, o.x0, o.x1, &p, NULL);
    te_test_check();
}

void te_test_prelu(void)
{
    te_test_pool_reset();
    const operands o = make_operands();
    const te_test_clamp full = {-128, 127};
    te_prelu_s8_params p;
    p.in0 = o.in[0].layout;
    p.in1 = o.in[1].layout;
    p.out = o.out.layout;
    p.channels = o.channels;
    p.zeroPointIn = te_test_zero_point();
    p.zeroPointAlpha = te_test_zero_point();
    p.zeroPointOut = te_test_zero_point();
    p.multiplierPositive = (int32_t)(te_test_random() >> 2 | 1u << 30);
    p.multiplierNegative = (int32_t)(te_test_random() >> 2 | 1u << 30);
    p.exponentPositive = te_test_one_in(5) ? te_test_range(-31, 20) : te_test_range(-2, 2);
    p.exponentNegative = te_test_one_in(5) ? te_test_range(-31, 12) : te_test_range(-9, -5);
    describe("te_prelu_s8__c99", &o);
    te_test_seal();
    for (int32_t x = o.x0; x < o.x1; x++)
        for (int32_t c = 0; c < o.channels; c++) {
            const int32_t v = *te_test_at(&o.in[0], 0, x, c) - p.zeroPointIn, alpha = *te_test_at(&o.in[1], 0, x, c) - p.zeroPointAlpha;
            const int64_t scaled = v >= 0 ? te_test_rescale(v, p.multiplierPositive, p.exponentPositive)
                                          : te_test_rescale((int64_t)v * alpha, p.multiplierNegative, p.exponentNegative);
            te_test_expect_s8(destination(&o, x, c), clamp((int32_t)(uint32_t)(uint64_t)(scaled + p.zeroPointOut), full));
        }
    const int8_t *rows[2] = {o.in[0].row[0], o.in[1].row[0]};
    te_prelu_s8__c99(o.to, rows, o.x0, o.x1, &p, NULL);
    te_test_check();
}

/* The combined intrinsics against plain arithmetic; on a board this compares the instructions themselves. */
void te_test_simd(void)
{
    const uint32_t a = te_test_random(), b = te_test_random();
    const int32_t acc = (int32_t)te_test_random();
    const int32_t al = (int16_t)(a & 0xffff), ah = (int16_t)(a >> 16), bl = (int16_t)(b & 0xffff), bh = (int16_t)(b >> 16);
    const int8_t b0 = (int8_t)(b & 0xff), b1 = (int8_t)(b >> 8 & 0xff), b2 = (int8_t)(b >> 16 & 0xff), b3 = (int8_t)(b >> 24);
    uint32_t got[18], want[18];
    te_test_pool_reset();
    te_test_describe("te_simd", "a %08lx b %08lx acc %ld", (unsigned long)a, (unsigned long)b, (long)acc);
    uint32_t *out = te_test_alloc((int32_t)sizeof got, 4, 0);
    want[0] = (uint32_t)(uint16_t)b0 | (uint32_t)(uint16_t)b2 << 16;
    want[1] = (uint32_t)(uint16_t)b1 | (uint32_t)(uint16_t)b3 << 16;
    want[2] = (uint32_t)(uint16_t)(al + b0) | (uint32_t)(uint16_t)(ah + b2) << 16;
    want[3] = (uint32_t)(uint16_t)(al + b1) | (uint32_t)(uint16_t)(ah + b3) << 16;
    want[4] = (a & 0xffff) | (b & 0xffff) << 16;
    want[5] = (a & 0xffff0000) | b >> 16;
    want[6] = (uint32_t)acc + (uint32_t)(al * bl) + (uint32_t)(ah * bh);
    want[7] = (uint32_t)acc + (uint32_t)(al * bh) + (uint32_t)(ah * bl);
    want[8] = (uint32_t)acc + (uint32_t)(al * bl);
    want[9] = (uint32_t)acc + (uint32_t)(al * bh);
    want[10] = (uint32_t)acc + (uint32_t)(ah * bl);
    want[11] = (uint32_t)acc + (uint32_t)(ah * bh);
    const int64_t product = (int64_t)(int32_t)a * (int32_t)b;
    want[12] = (uint32_t)acc + (uint32_t)((uint64_t)product >> 32) + ((uint32_t)product >= 0x80000000u ? 1u : 0u);
    want[13] = (uint32_t)(acc < -128 ? -128 : acc > 127 ? 127 : acc);
    want[14] = want[15] = 0;
    for (int i = 0; i < 4; i++) {
        const int8_t x = (int8_t)(a >> 8 * i & 0xff), y = (int8_t)(b >> 8 * i & 0xff);
        want[14] |= (uint32_t)(uint8_t)(x > y ? x : y) << 8 * i;
        want[15] |= (uint32_t)(uint8_t)(x > y ? y : x) << 8 * i;
    }
    want[16] = (uint32_t)al;
    want[17] = (uint32_t)ah;
    te_test_seal();
    te_test_expect(out, want, (int32_t)sizeof want);
    got[0] = te_sxtb16(b);
    got[1] = te_sxtb16_ror8(b);
    got[2] = te_sxtab16(a, b);
    got[3] = te_sxtab16_ror8(a, b);
    got[4] = te_pkhbt(a, b);
    got[5] = te_pkhtb(a, b);
    got[6] = (uint32_t)te_smlad(a, b, acc);
    got[7] = (uint32_t)te_smladx(a, b, acc);
    got[8] = (uint32_t)te_smlabb(a, b, acc);
    got[9] = (uint32_t)te_smlabt(a, b, acc);
    got[10] = (uint32_t)te_smlatb(a, b, acc);
    got[11] = (uint32_t)te_smlatt(a, b, acc);
    got[12] = (uint32_t)te_smmlar((int32_t)a, (int32_t)b, acc);
    got[13] = (uint32_t)te_ssat8(acc);
    got[14] = te_max_s8x4(a, b);
    got[15] = te_min_s8x4(a, b);
    got[16] = (uint32_t)te_lo(a);
    got[17] = (uint32_t)te_hi(a);
    memcpy(out, got, sizeof got);
    te_test_check();
}
