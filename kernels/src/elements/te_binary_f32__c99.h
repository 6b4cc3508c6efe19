#ifndef TE_BINARY_F32__C99_H
#define TE_BINARY_F32__C99_H

#include "te_float.h"
#include "te_walk.h"

/* The rest of a division, with the dividend's sign: multiples of b are subtracted from the largest on, all of them exact. */
static float te_rest_f32(float a, float b)
{
    float rest = te_abs_f32(a), step = te_abs_f32(b);
    const float least = step;
    if (!(rest < te_from_bits(0x7f800000u)) || !(least > 0.0f))
        return te_from_bits(0x7fc00000u);
    if (rest < least)
        return a;
    while (step <= rest * 0.5f)
        step += step;
    for (;; step *= 0.5f) {
        if (rest >= step)
            rest -= step;
        if (step == least)
            break;
    }
    return a < 0.0f ? te_neg_f32(rest) : rest;
}

static float te_floor_mod_f32(float a, float b)
{
    const float rest = te_is_nan(b) ? b : te_rest_f32(a, b);
    return rest != 0.0f && (b < 0.0f) != (rest < 0.0f) ? rest + b : rest;
}

/* The quotient is formed in float64, as the reference does. */
static float te_floor_div_f32(float a, float b)
{
    const double quotient = (double)a / (double)b;
    if (!(quotient < 4503599627370496.0 && quotient > -4503599627370496.0))
        return (float)quotient;
    const double cut = (double)(int64_t)quotient;
    return (float)(cut > quotient ? cut - 1.0 : cut);
}

static float te_binary_value_f32(float a, float b, int32_t function)
{
    switch (function) {
    case TE_ADD:
        return a + b;
    case TE_SUB:
        return a - b;
    case TE_MUL:
        return a * b;
    case TE_DIV:
        return a / b;
    case TE_MINIMUM:
        return a < b ? a : b;
    case TE_MAXIMUM:
        return a > b ? a : b;
    case TE_SQUARED_DIFFERENCE:
        return (a - b) * (a - b);
    case TE_FLOOR_DIV:
        return te_floor_div_f32(a, b);
    default:
        return te_floor_mod_f32(a, b);
    }
}

int32_t te_binary_f32__c99(float *out, const float *a, const float *b, int32_t count, const te_binary_f32_params *p)
{
    te_walk w = {{0}, {0}};
    for (int32_t i = 0; i < count; i++) {
        const float right = b[w.at[1]];
        if (p->function == TE_FLOOR_DIV && right == 0.0f)
            return 1;
        const float v = te_binary_value_f32(a[w.at[0]], right, p->function);
        out[i] = p->function > TE_DIV ? v : v < p->low ? p->low : v > p->high ? p->high : v;
        te_walk_next(&w, &p->walk);
    }
    return 0;
}

#endif
