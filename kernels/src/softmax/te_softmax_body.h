/* Fixed point as in gemmlowp: a Qm.n value is an int32 with n = 31 - m fraction bits. Products are te_doubling_high_mul, which adds the
 * integer bits of its operands. */
#ifndef TE_SOFTMAX_BODY_H
#define TE_SOFTMAX_BODY_H

#include "te_fixed.h"
#include "te_softmax.h"

/* exp(a) for a in [-1/4, 0), Q0.31: Taylor series around -1/8. */
TE_ALWAYS_INLINE int32_t te_softmax_exp_quarter(int32_t a)
{
    const int32_t expMinusEighth = 1895147668;
    const int32_t third = 715827883;
    const int32_t x = a + (1 << 28);
    const int32_t x2 = te_doubling_high_mul(x, x);
    const int32_t x3 = te_doubling_high_mul(x2, x);
    const int32_t x4 = te_doubling_high_mul(x2, x2);
    const int32_t x4Over4 = te_rounding_shift_right(x4, 2);
    const int32_t tail = te_rounding_shift_right(te_doubling_high_mul(x4Over4 + x3, third) + x2, 1);
    return expMinusEighth + te_doubling_high_mul(expMinusEighth, x + tail);
}

/* exp(a) for a <= 0 in Q5.26, result Q0.31: the multiple of 1/4 is taken apart bit by bit. */
TE_ALWAYS_INLINE int32_t te_softmax_exp(int32_t a)
{
    /* exp(-2^i) in Q0.31 for i = -2 .. 4 */
    static const int32_t factor[7] = {1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242};
    const int32_t quarter = 1 << 24;
    const int32_t part = (int32_t)((uint32_t)a & (uint32_t)(quarter - 1)) - quarter;
    const uint32_t rest = (uint32_t)part - (uint32_t)a;
    int32_t result = te_softmax_exp_quarter(te_saturating_shift_left(part, 5));
    for (int32_t i = 0; i < 7; i++) {
        if (rest >> (24 + i) & 1u)
            result = te_doubling_high_mul(result, factor[i]);
    }
    return a == 0 ? INT32_MAX : result;
}

/* 1 / (1 + a) for a in [0, 1), Q0.31: three Newton-Raphson steps on the halved denominator. */
TE_ALWAYS_INLINE int32_t te_softmax_reciprocal(int32_t a)
{
    const int32_t halfDenominator = (int32_t)(((int64_t)a + INT32_MAX + 1) / 2);
    int32_t x = 1515870810 + te_doubling_high_mul(halfDenominator, -1010580540); /* 48/17 - 32/17 d, Q2.29 */
    for (int32_t i = 0; i < 3; i++) {
        const int32_t error = (1 << 29) - te_doubling_high_mul(halfDenominator, x);
        x += te_saturating_shift_left(te_doubling_high_mul(x, error), 2);
    }
    return te_saturating_shift_left(x, 1);
}

TE_ALWAYS_INLINE int32_t te_softmax_leading_zeros(uint32_t v)
{
    int32_t n = 0;
    for (; n < 32 && !(v & 0x80000000u); n++)
        v <<= 1;
    return n;
}

/* exp of (in - max) in Q0.31, or 0 where the difference is below diffMin. */
TE_ALWAYS_INLINE int32_t te_softmax_term(int32_t diff, const te_softmax_params *p)
{
    const int32_t scaled = te_doubling_high_mul((int32_t)((uint32_t)diff << p->leftShift), p->multiplier);
    return te_softmax_exp(scaled);
}

/* What a vector needs before its outputs can be computed. */
typedef struct {
    int32_t max;
    int32_t scale; /* 1 / sum, normalized, Q0.31 */
    int32_t shift; /* right shift of exp * scale to the output's unit */
} te_softmax_norm;

TE_ALWAYS_INLINE te_softmax_norm te_softmax_measure(const int8_t *in, int32_t outBits, const te_softmax_params *p)
{
    te_softmax_norm n = {-128, 0, 0};
    int32_t sum = 0; /* Q12.19 */
    for (int32_t c = 0; c < p->depth; c++)
        n.max = te_max(n.max, in[c]);
    for (int32_t c = 0; c < p->depth; c++) {
        if (in[c] - n.max >= p->diffMin)
            sum = te_add_wrap(sum, te_rounding_shift_right(te_softmax_term(in[c] - n.max, p), 12));
    }
    const int32_t headroom = te_softmax_leading_zeros((uint32_t)sum);
    n.scale = te_softmax_reciprocal((int32_t)(((uint32_t)sum << headroom) - 0x80000000u));
    n.shift = 12 - headroom + 31 - outBits;
    return n;
}

/* The output in units of 2^-outBits, before its zero point and saturation. A shift above 31 (sum of 512 and more) leaves nothing. */
TE_ALWAYS_INLINE int32_t te_softmax_value(int32_t in, const te_softmax_norm *n, const te_softmax_params *p)
{
    if (in - n->max < p->diffMin || n->shift > 31)
        return 0;
    return te_rounding_shift_right(te_doubling_high_mul(n->scale, te_softmax_term(in - n->max, p)), n->shift);
}

#endif
