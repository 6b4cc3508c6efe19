/* Fixed-point arithmetic, bit for bit as TensorFlow Lite Micro's reference kernels (double rounding).
 * Source: Jacob et al., CVPR 2018 (arXiv:1712.05877), section 2.2; gemmlowp's fixed-point definitions. */
#ifndef TE_FIXED_H
#define TE_FIXED_H

#include "te_simd.h"
#include "te_types.h"

TE_ALWAYS_INLINE int32_t te_min(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

TE_ALWAYS_INLINE int32_t te_max(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

TE_ALWAYS_INLINE int32_t te_clamp(int32_t v, int32_t lo, int32_t hi)
{
    return te_min(te_max(v, lo), hi);
}

/* acc + a * b with 32-bit wrap-around; the product itself must fit. */
TE_ALWAYS_INLINE int32_t te_mac(int32_t acc, int32_t a, int32_t b)
{
    return te_add_wrap(acc, a * b);
}

/* a - b with 32-bit wrap-around. */
TE_ALWAYS_INLINE int32_t te_sub_wrap(int32_t a, int32_t b)
{
    return (int32_t)((uint32_t)a - (uint32_t)b);
}

/* High half of 2ab, rounded to nearest, ties up; INT32_MIN * INT32_MIN saturates. */
TE_ALWAYS_INLINE int32_t te_doubling_high_mul(int32_t a, int32_t b)
{
    if (a == INT32_MIN && b == INT32_MIN)
        return INT32_MAX;
    return (int32_t)te_asr64((int64_t)a * b + ((int64_t)1 << 30), 31);
}

/* v / 2^s, rounded to nearest, ties away from zero; 0 <= s <= 31. */
TE_ALWAYS_INLINE int32_t te_rounding_shift_right(int32_t v, int32_t s)
{
    const uint32_t mask = (1u << s) - 1u;
    const uint32_t rest = (uint32_t)v & mask;
    const uint32_t half = (mask >> 1) + (v < 0 ? 1u : 0u);
    return te_asr(v, s) + (rest > half ? 1 : 0);
}

/* v * 2^n, saturating; 1 <= n <= 30. */
TE_ALWAYS_INLINE int32_t te_saturating_shift_left(int32_t v, int32_t n)
{
    const int32_t limit = (int32_t)(1u << (31 - n));
    if (v >= limit)
        return INT32_MAX;
    if (v < -limit)
        return INT32_MIN;
    return v * (1 << n);
}

/* TFLite's MultiplyByQuantizedMultiplier: v * multiplier * 2^(exponent - 31); exponent in [-31, 30], a left shift wraps. */
TE_ALWAYS_INLINE int32_t te_multiply_by_quantized_multiplier(int32_t v, int32_t multiplier, int32_t exponent)
{
    const int32_t left = te_max(exponent, 0);
    const int32_t right = te_max(-exponent, 0);
    const int32_t shifted = (int32_t)((uint32_t)v << left);
    return te_rounding_shift_right(te_doubling_high_mul(shifted, multiplier), right);
}

/* The same of a 64-bit accumulator, |acc| < 2^47: (acc * multiplier + 2^(shift - 1)) >> shift. `multiplier` is the one above rounded to
 * 16 bits, `shift` is 15 - exponent, 1 <= shift <= 46. */
TE_ALWAYS_INLINE int32_t te_multiply_wide(int64_t acc, int32_t multiplier, int32_t shift)
{
    const uint64_t product = (uint64_t)acc * (uint64_t)(int64_t)multiplier + ((uint64_t)1 << (shift - 1));
    return (int32_t)(uint32_t)(uint64_t)te_asr64((int64_t)product, shift);
}

TE_ALWAYS_INLINE int32_t te_saturate_s16(int32_t v)
{
    return te_clamp(v, INT16_MIN, INT16_MAX);
}

/* Elements of an int16 row, `bytes` behind its start. */
TE_ALWAYS_INLINE int32_t te_read_s16(const int16_t *row, int32_t bytes)
{
    return *(const int16_t *)(const void *)((const int8_t *)row + bytes);
}

TE_ALWAYS_INLINE void te_write_s16(int16_t *row, int32_t bytes, int32_t value)
{
    *(int16_t *)(void *)((int8_t *)row + bytes) = (int16_t)value;
}

/* The fast encoding of te_requant. */
TE_ALWAYS_INLINE int32_t te_requantize_fast(int32_t acc, const te_requant *r)
{
    const int32_t t = r->finish & 0xff, rounding = te_asr(r->finish, t);
    return te_ssat8(te_asr(te_smmlar(te_add_wrap(acc, acc), r->multiplier, te_add_wrap(rounding, te_asr(acc, 31))), 24 - t));
}

/* The general encoding of te_requant, not saturated yet. */
TE_ALWAYS_INLINE int32_t te_requantize_unlimited(int32_t acc, const te_requant *r)
{
    const int32_t exponent = (int8_t)(r->finish & 0xff);
    return te_add_wrap(te_multiply_by_quantized_multiplier(acc, r->multiplier, exponent), te_asr(r->finish, 8));
}

TE_ALWAYS_INLINE int32_t te_requantize_anyshift(int32_t acc, const te_requant *r)
{
    return te_ssat8(te_requantize_unlimited(acc, r));
}

TE_ALWAYS_INLINE int32_t te_requantize(int32_t acc, const te_requant *r, int anyshift)
{
    return anyshift ? te_requantize_anyshift(acc, r) : te_requantize_fast(acc, r);
}

#endif
