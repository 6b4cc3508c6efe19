#ifndef TE_L2_NORMALIZATION_S8__C99_H
#define TE_L2_NORMALIZATION_S8__C99_H

#include "te_fixed.h"
#include "te_l2_normalization.h"

typedef struct {
    int32_t multiplier, exponent;
} te_l2_normalization_factor;

/* 1 / sqrt(v), v >= 0 (0 counts as 1), as a TFLite multiplier: five Newton-Raphson steps y = y * (3 - v * y^2) / 2 on v shifted by an even
 * number of bits; values with 28 and 31 fraction bits. */
static te_l2_normalization_factor te_l2_normalization_inverse(int32_t v)
{
    const int32_t threeHalves = 3 << 27, halfSqrt2 = 1518500250;
    te_l2_normalization_factor f = {INT32_MAX, 0};
    int32_t rightShift = 11, y = 1 << 28;
    if (v <= 1)
        return f;
    for (; v >= 1 << 29; v /= 4)
        rightShift++;
    for (; v < 1 << 27; v *= 4)
        rightShift--;
    const int32_t half = te_rounding_shift_right(v >> 1, 1);
    for (int32_t step = 0; step < 5; step++) {
        const int32_t cube = te_saturating_shift_left(te_doubling_high_mul(te_doubling_high_mul(y, y), y), 6);
        y = te_saturating_shift_left(te_doubling_high_mul(threeHalves, y) - te_doubling_high_mul(half, cube), 3);
    }
    f.multiplier = te_doubling_high_mul(y, halfSqrt2);
    if (rightShift < 0)
        f.multiplier = f.multiplier * (1 << -rightShift);
    else
        f.exponent = -rightShift;
    return f;
}

void te_l2_normalization_s8__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_l2_normalization_s8_params *p,
                                 void *scratch)
{
    (void)scratch;
    for (int32_t x = x0; x < x1; x++, out += p->out.pixel) {
        const int8_t *in = rows[0] + x * p->in.pixel;
        int32_t squares = 0;
        for (int32_t c = 0; c < p->channels; c++) {
            const int32_t v = in[c * p->in.channel] - p->inZeroPoint;
            squares += v * v;
        }
        const te_l2_normalization_factor f = te_l2_normalization_inverse(squares);
        for (int32_t c = 0; c < p->channels; c++) {
            const int32_t v = in[c * p->in.channel] - p->inZeroPoint;
            out[c * p->out.channel] = (int8_t)te_ssat8(te_multiply_by_quantized_multiplier(v, f.multiplier, f.exponent + 7));
        }
    }
}

#endif
