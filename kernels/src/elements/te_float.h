#ifndef TE_FLOAT_H
#define TE_FLOAT_H

#include <string.h>

#include "te_types.h"

/* Parts of float32 without a mathematical library. */

TE_ALWAYS_INLINE float te_from_bits(uint32_t bits)
{
    float v;
    memcpy(&v, &bits, 4);
    return v;
}

TE_ALWAYS_INLINE uint32_t te_to_bits(float v)
{
    uint32_t bits;
    memcpy(&bits, &v, 4);
    return bits;
}

TE_ALWAYS_INLINE int te_is_nan(float v)
{
    return (te_to_bits(v) & 0x7fffffffu) > 0x7f800000u;
}

TE_ALWAYS_INLINE float te_abs_f32(float v)
{
    return te_from_bits(te_to_bits(v) & 0x7fffffffu);
}

TE_ALWAYS_INLINE float te_neg_f32(float v)
{
    return te_from_bits(te_to_bits(v) ^ 0x80000000u);
}

/* The largest integer below, or v itself; numbers from 2^23 on are integers. */
TE_ALWAYS_INLINE float te_floor_f32(float v)
{
    if (!(te_abs_f32(v) < 8388608.0f))
        return v;
    const float t = (float)(int32_t)v;
    return t > v ? t - 1.0f : t;
}

/* To the nearest integer, halves to the even one. */
TE_ALWAYS_INLINE float te_round_even_f32(float v)
{
    const float below = te_floor_f32(v), rest = v - below;
    if (!(te_abs_f32(v) < 8388608.0f))
        return v;
    return rest < 0.5f || (rest == 0.5f && ((int32_t)below & 1) == 0) ? below : below + 1.0f;
}

#endif
