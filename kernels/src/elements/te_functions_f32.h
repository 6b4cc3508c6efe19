#ifndef TE_FUNCTIONS_F32_H
#define TE_FUNCTIONS_F32_H

#include "te_float.h"

/* Functions of float32 without a mathematical library, so that results are the same on every core: only sums, products and quotients in a
 * fixed order. Source of the approximations: Moshier, Cephes Mathematical Library, single precision. */

/* v * 2^n for results that may be subnormal, |n| <= 200. */
TE_ALWAYS_INLINE float te_scale_f32(float v, int32_t n)
{
    const int32_t half = n / 2;
    return v * te_from_bits((uint32_t)(half + 127) << 23) * te_from_bits((uint32_t)(n - half + 127) << 23);
}

TE_SHARED float te_exp_f32(float x);
TE_SHARED float te_exp_f32(float x)
{
    if (te_is_nan(x))
        return x;
    if (x > 88.722839f)
        return te_from_bits(0x7f800000u);
    if (x < -103.972084f)
        return 0.0f;
    const float n = te_floor_f32(1.44269504088896341f * x + 0.5f);
    x -= n * 0.693359375f;
    x -= n * -2.12194440e-4f;
    float y = 1.9875691500e-4f;
    y = y * x + 1.3981999507e-3f;
    y = y * x + 8.3334519073e-3f;
    y = y * x + 4.1665795894e-2f;
    y = y * x + 1.6666665459e-1f;
    y = y * x + 5.0000001201e-1f;
    y = y * (x * x) + x + 1.0f;
    return te_scale_f32(y, (int32_t)n);
}

TE_SHARED float te_log_f32(float x);
TE_SHARED float te_log_f32(float x)
{
    if (te_is_nan(x) || x == te_from_bits(0x7f800000u))
        return x;
    if (x < 0.0f)
        return te_from_bits(0x7fc00000u);
    if (x == 0.0f)
        return te_from_bits(0xff800000u);
    int32_t e = 0;
    if (x < 1.17549435e-38f) {
        x *= 16777216.0f;
        e = -24;
    }
    const uint32_t bits = te_to_bits(x);
    e += (int32_t)(bits >> 23) - 126;
    x = te_from_bits((bits & 0x007fffffu) | 0x3f000000u);
    if (x < 0.707106781186547524f) {
        e--;
        x = x + x - 1.0f;
    } else {
        x = x - 1.0f;
    }
    const float z = x * x, scale = (float)e;
    float y = 7.0376836292e-2f;
    y = y * x - 1.1514610310e-1f;
    y = y * x + 1.1676998740e-1f;
    y = y * x - 1.2420140846e-1f;
    y = y * x + 1.4249322787e-1f;
    y = y * x - 1.6668057665e-1f;
    y = y * x + 2.0000714765e-1f;
    y = y * x - 2.4999993993e-1f;
    y = y * x + 3.3333331174e-1f;
    y = y * x * z;
    y += -2.12194440e-4f * scale;
    y += -0.5f * z;
    y = x + y;
    return y + 0.693359375f * scale;
}

/* Correctly rounded: digit by digit. */
TE_SHARED float te_sqrt_f32(float x);
TE_SHARED float te_sqrt_f32(float x)
{
    if (te_is_nan(x) || x == 0.0f || x == te_from_bits(0x7f800000u))
        return x;
    if (x < 0.0f)
        return te_from_bits(0x7fc00000u);
    int32_t e = 0;
    if (x < 1.17549435e-38f) {
        x *= 16777216.0f;
        e = -24;
    }
    const uint32_t bits = te_to_bits(x);
    e += (int32_t)(bits >> 23) - 127;
    uint32_t rest = (bits & 0x007fffffu) | 0x00800000u;
    if (e & 1) {
        rest <<= 1;
        e--;
    }
    rest <<= 1;
    uint32_t root = 0, sum = 0;
    for (uint32_t digit = 0x01000000u; digit != 0; digit >>= 1) {
        const uint32_t t = sum + digit;
        if (t <= rest) {
            sum = t + digit;
            rest -= t;
            root += digit;
        }
        rest <<= 1;
    }
    if (rest != 0)
        root += root & 1u;
    return te_from_bits((root >> 1) + 0x3f000000u + ((uint32_t)(e / 2) << 23));
}

/* sin(x) for turn 0, cos(x) for turn 2, in eighths of a circle. */
TE_SHARED float te_sine_f32(float x, int32_t turn);
TE_SHARED float te_sine_f32(float x, int32_t turn)
{
    const int odd = turn == 0 && x < 0.0f;
    x = te_abs_f32(x);
    if (!(x < 8388608.0f))
        return te_is_nan(x) || x == te_from_bits(0x7f800000u) ? te_from_bits(0x7fc00000u) : (float)(turn / 2);
    int32_t octant = (int32_t)(1.27323954473516f * x);
    octant += octant & 1;
    const float n = (float)octant;
    x = ((x - n * 0.78515625f) - n * 2.4187564849853515625e-4f) - n * 3.77489497744594108e-8f;
    octant = (octant + turn) & 7;
    const float z = x * x;
    float y;
    if (octant & 2) {
        y = 2.443315711809948e-5f;
        y = y * z - 1.388731625493765e-3f;
        y = y * z + 4.166664568298827e-2f;
        y = y * z * z;
        y = y - 0.5f * z + 1.0f;
    } else {
        y = -1.9515295891e-4f;
        y = y * z + 8.3321608736e-3f;
        y = y * z - 1.6666654611e-1f;
        y = y * z * x + x;
    }
    return ((octant & 4) != 0) != odd ? te_neg_f32(y) : y;
}

TE_ALWAYS_INLINE float te_logistic_f32(float x)
{
    return x < 0.0f ? te_exp_f32(x) / (1.0f + te_exp_f32(x)) : 1.0f / (1.0f + te_exp_f32(te_neg_f32(x)));
}

TE_SHARED float te_tanh_f32(float x);
TE_SHARED float te_tanh_f32(float x)
{
    const float a = te_abs_f32(x), z = x * x;
    if (a >= 0.625f) {
        const float y = a > 10.0f ? 1.0f : 1.0f - 2.0f / (te_exp_f32(a + a) + 1.0f);
        return x < 0.0f ? te_neg_f32(y) : y;
    }
    float y = -5.70498872745e-3f;
    y = y * z + 2.06390887954e-2f;
    y = y * z - 5.37397155531e-2f;
    y = y * z + 1.33314422036e-1f;
    y = y * z - 3.33332819422e-1f;
    return y * z * x + x;
}

#endif
