#include <string.h>

#include "te_test.h"

#define MAX_COUNT 20

/* Half away from zero through doubles, which hold every float quotient and its half exactly. */
static int32_t round_half_away(float v)
{
    const double d = (double)v;
    if (v != v)
        return 0;
    if (d > 1e6 || d < -1e6)
        return d > 0 ? 1000000 : -1000000;
    return (int32_t)(d < 0 ? d - 0.5 : d + 0.5);
}

static int32_t saturate(int64_t v, int32_t lo, int32_t hi)
{
    return (int32_t)(v < lo ? lo : v > hi ? hi : v);
}

static void quantize_floats(int32_t count, int32_t kind)
{
    static const char *const names[] = {"te_quantize_f32s8__c99", "te_quantize_f32s16__c99", "te_quantize_f32u8__c99"};
    const int wide = kind == 1;
    te_quantize_params p;
    p.scale = (float)te_test_range(1, 1000) / (float)te_test_range(1, 1000);
    p.zeroPoint = wide ? 0 : te_test_zero_point();
    float *in = te_test_alloc(count * 4, 4, 0);
    int8_t *out = te_test_alloc(count * (wide ? 2 : 1), wide ? 2 : 1, 0);
    for (int32_t i = 0; i < count; i++) {
        in[i] = ((float)te_test_range(-600, 600) / 2.0f + (te_test_one_in(2) ? 0.0f : (float)te_test_range(-9, 9) / 20.0f)) * p.scale;
        if (te_test_one_in(10)) {
            const uint32_t special[4] = {0x7f800000u, 0xff800000u, 0x7fc00000u, 0x7f7fffffu};
            memcpy(in + i, special + te_test_range(0, 3), 4);
        }
    }
    te_test_describe(names[kind], "n%ld zp%ld", (long)count, (long)p.zeroPoint);
    te_test_seal();
    for (int32_t i = 0; i < count; i++) {
        const int32_t v = round_half_away(in[i] / p.scale) + p.zeroPoint;
        const int16_t v16 = (int16_t)saturate(v, -32768, 32767);
        if (wide)
            te_test_expect(out + 2 * i, &v16, 2);
        else
            te_test_expect_s8(out + i, kind == 0 ? saturate(v, -128, 127) : saturate(v, 0, 255));
    }
    if (wide)
        te_quantize_f32s16__c99((int16_t *)(void *)out, in, count, &p);
    else if (kind == 0)
        te_quantize_f32s8__c99(out, in, count, &p);
    else
        te_quantize_f32u8__c99((uint8_t *)out, in, count, &p);
    te_test_check();
}

static void dequantize(int32_t count, int32_t kind)
{
    static const char *const names[] = {"te_dequantize_s8f32__c99", "te_dequantize_u8f32__c99", "te_dequantize_s16f32__c99"};
    te_quantize_params p;
    p.scale = (float)te_test_range(1, 1000) / (float)te_test_range(1, 1000);
    p.zeroPoint = kind == 1 ? te_test_range(0, 255) : te_test_zero_point();
    int16_t *in = te_test_alloc(count * 2, 2, 0);
    float *out = te_test_alloc(count * 4, 4, 0);
    for (int32_t i = 0; i < count; i++)
        in[i] = (int16_t)te_test_random();
    te_test_describe(names[kind], "n%ld zp%ld", (long)count, (long)p.zeroPoint);
    te_test_seal();
    for (int32_t i = 0; i < count; i++) {
        const int32_t code = kind == 0 ? ((int8_t *)in)[i] : kind == 1 ? ((uint8_t *)in)[i] : in[i];
        const float v = (float)((double)p.scale * (code - p.zeroPoint));
        te_test_expect(out + i, &v, 4);
    }
    if (kind == 0)
        te_dequantize_s8f32__c99(out, (int8_t *)in, count, &p);
    else if (kind == 1)
        te_dequantize_u8f32__c99(out, (uint8_t *)in, count, &p);
    else
        te_dequantize_s16f32__c99(out, in, count, &p);
    te_test_check();
}

static void rescale(int32_t count, int32_t kind)
{
    static const struct {
        const char *name;
        int32_t inBytes, outBytes, inMin, inMax, outMin, outMax;
    } kinds[] = {
        {"te_rescale_s8s16__c99", 1, 2, -128, 127, -32768, 32767},
        {"te_rescale_s16s8__c99", 2, 1, -32768, 32767, -128, 127},
        {"te_rescale_s8s32__c99", 1, 4, -128, 127, INT32_MIN, INT32_MAX},
        {"te_rescale_s16s16__c99", 2, 2, -32768, 32767, -32768, 32767},
        {"te_rescale_s16s32__c99", 2, 4, -32768, 32767, INT32_MIN, INT32_MAX},
        {"te_rescale_s32s8__c99", 4, 1, INT32_MIN, INT32_MAX, -128, 127},
        {"te_rescale_s32s16__c99", 4, 2, INT32_MIN, INT32_MAX, -32768, 32767},
    };
    te_rescale_params p;
    p.zeroPointIn = kinds[kind].inBytes == 4 ? 0 : te_test_range(kinds[kind].inMin, kinds[kind].inMax);
    p.zeroPointOut = kinds[kind].outBytes == 4 ? 0 : te_test_range(kinds[kind].outMin, kinds[kind].outMax);
    p.multiplier = (int32_t)(te_test_random() >> 2 | 1u << 30);
    p.exponent = te_test_range(-10, 10);
    uint8_t *in = te_test_alloc(count * 4, 4, 0);
    uint8_t *out = te_test_alloc(count * 4, 4, 0);
    for (int32_t i = 0; i < 4 * count; i++)
        in[i] = (uint8_t)te_test_code();
    te_test_describe(kinds[kind].name, "n%ld multiplier %ld exponent %ld", (long)count, (long)p.multiplier, (long)p.exponent);
    te_test_seal();
    for (int32_t i = 0; i < count; i++) {
        int32_t code = (int8_t)in[i];
        if (kinds[kind].inBytes == 2)
            code = ((int16_t *)(void *)in)[i];
        if (kinds[kind].inBytes == 4)
            code = ((int32_t *)(void *)in)[i];
        const uint32_t sum = (uint32_t)te_test_rescale(code - p.zeroPointIn, p.multiplier, p.exponent) + (uint32_t)p.zeroPointOut;
        const int32_t v = saturate((int32_t)sum, kinds[kind].outMin, kinds[kind].outMax);
        te_test_expect(out + i * kinds[kind].outBytes, &v, kinds[kind].outBytes);
    }
    switch (kind) {
    case 0:
        te_rescale_s8s16__c99((int16_t *)(void *)out, (int8_t *)in, count, &p);
        break;
    case 1:
        te_rescale_s16s8__c99((int8_t *)out, (int16_t *)(void *)in, count, &p);
        break;
    case 2:
        te_rescale_s8s32__c99((int32_t *)(void *)out, (int8_t *)in, count, &p);
        break;
    case 3:
        te_rescale_s16s16__c99((int16_t *)(void *)out, (int16_t *)(void *)in, count, &p);
        break;
    case 4:
        te_rescale_s16s32__c99((int32_t *)(void *)out, (int16_t *)(void *)in, count, &p);
        break;
    case 5:
        te_rescale_s32s8__c99((int8_t *)out, (int32_t *)(void *)in, count, &p);
        break;
    default:
        te_rescale_s32s16__c99((int16_t *)(void *)out, (int32_t *)(void *)in, count, &p);
        break;
    }
    te_test_check();
}

void te_test_quantize(void)
{
    const int32_t count = te_test_range(1, MAX_COUNT), what = te_test_range(0, 12);
    te_test_pool_reset();
    if (what < 3)
        quantize_floats(count, what);
    else if (what < 6)
        dequantize(count, what - 3);
    else
        rescale(count, what - 6);
}
