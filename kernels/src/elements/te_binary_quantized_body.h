#ifndef TE_BINARY_QUANTIZED_BODY_H
#define TE_BINARY_QUANTIZED_BODY_H

#include "te_fixed.h"
#include "te_softmax_body.h"
#include "te_walk.h"

TE_ALWAYS_INLINE int32_t te_common_scale(int32_t v, int32_t operand, const te_binary_quantized_params *p)
{
    const int32_t shifted = (int32_t)((uint32_t)te_sub_wrap(v, p->zeroPoint[operand]) << p->leftShift);
    return te_multiply_by_quantized_multiplier(shifted, p->multiplier[operand], p->exponent[operand]);
}

/* a / b: the reciprocal of b as a mantissa and a shift; b is not 0. A shift above 31 leaves nothing. */
static int32_t te_quotient(int32_t a, int32_t b, const te_binary_quantized_params *p)
{
    if (b < 0) {
        a = -a;
        b = -b;
    }
    const int32_t digits = te_softmax_leading_zeros((uint32_t)b);
    const int32_t inverse = te_softmax_reciprocal((int32_t)(((uint32_t)b << digits) - 0x80000000u));
    const int32_t headroom = te_softmax_leading_zeros((uint32_t)(a < 0 ? ~a : a)) - 1;
    const int32_t quotient = te_doubling_high_mul((int32_t)((uint32_t)a << headroom), inverse);
    const int32_t shift = 31 - digits + headroom - p->exponent[2];
    return shift > 31 ? 0 : te_rounding_shift_right(te_doubling_high_mul(quotient, p->multiplier[2]), te_max(shift, 0));
}

TE_ALWAYS_INLINE int32_t te_binary_value_quantized(int32_t a, int32_t b, const te_binary_quantized_params *p)
{
    int32_t v;
    if (p->function == TE_SQUARED_DIFFERENCE) {
        const uint32_t d = (uint32_t)te_sub_wrap(te_common_scale(a, 0, p), te_common_scale(b, 1, p));
        v = te_add_wrap(te_multiply_by_quantized_multiplier((int32_t)(d * d), p->multiplier[2], p->exponent[2]), p->zeroPoint[2]);
    } else if (p->function == TE_DIV) {
        v = te_add_wrap(te_quotient(a - p->zeroPoint[0], b - p->zeroPoint[1], p), p->zeroPoint[2]);
    } else {
        v = p->function == TE_MINIMUM ? te_min(a, b) : te_max(a, b);
    }
    return te_clamp(v, p->clampMin, p->clampMax);
}

#endif
