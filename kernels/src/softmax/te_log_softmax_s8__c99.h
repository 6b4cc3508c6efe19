#ifndef TE_LOG_SOFTMAX_S8__C99_H
#define TE_LOG_SOFTMAX_S8__C99_H

#include "te_elements.h"
#include "te_softmax_body.h"

TE_ALWAYS_INLINE int32_t te_log_pot(int32_t v, int32_t exponent)
{
    return exponent == 0 ? v : exponent < 0 ? te_rounding_shift_right(v, -exponent) : te_saturating_shift_left(v, exponent);
}

static int32_t te_log_saturate(int64_t v)
{
    return (int32_t)(v < INT32_MIN ? INT32_MIN : v > INT32_MAX ? INT32_MAX : v);
}

/* The logarithm of a sum in Q12.19, at least 1, as Q5.26: a rational function around the root of the root of 1/2, times powers of two. */
static int32_t te_log_of_sum(int32_t z)
{
    const int32_t log2 = 1488522236, rootRootHalf = 1805811301, rootHalf = 1518500250, quarter = 1 << 23; /* the last in Q6.25 */
    const int32_t headA = te_softmax_leading_zeros((uint32_t)z);
    const int32_t a = te_log_pot(te_doubling_high_mul(te_log_pot(z, headA - 1), rootHalf), 1);
    const int32_t powerA = te_log_saturate((int64_t)te_log_pot(12 - headA, 25) + quarter);
    const int32_t headB = te_softmax_leading_zeros((uint32_t)te_doubling_high_mul(z, rootHalf)) - 1;
    const int32_t b = te_log_pot(z, headB);
    const int32_t powerB = te_log_saturate((int64_t)te_log_pot(12 - headB, 25) - quarter);
    const int32_t r = te_min(a, b), power = te_max(powerA, powerB);
    const int64_t twice = (int64_t)r + rootRootHalf;
    const int32_t p = (int32_t)((twice + (twice >= 0 ? 1 : -1)) / 2);
    const int32_t half = te_sub_wrap(r, rootRootHalf), q = te_add_wrap(half, half);
    const int32_t square = te_doubling_high_mul(q, q);
    const int32_t numerator = te_add_wrap(te_doubling_high_mul(q, r), te_doubling_high_mul(te_doubling_high_mul(q, square), 117049297));
    const int32_t inner = te_add_wrap(te_add_wrap(1057819769, q), te_doubling_high_mul(127690142, square));
    const int32_t denominator = te_add_wrap(te_doubling_high_mul(p, inner), te_doubling_high_mul(638450708, q));
    const int32_t quotient = te_doubling_high_mul(te_log_pot(numerator, -6), te_softmax_reciprocal(denominator));
    return te_log_pot(te_add_wrap(te_doubling_high_mul(power, log2), quotient), 1);
}

static void te_log_softmax_vector(int8_t *out, const int8_t *in, const te_log_softmax_params *p)
{
    int32_t max = INT8_MIN, sum = 0;
    for (int32_t c = 0; c < p->depth; c++)
        max = te_max(max, in[c]);
    for (int32_t c = 0; c < p->depth; c++) {
        if (in[c] - max >= p->diffMin) {
            const int32_t scaled = te_multiply_by_quantized_multiplier(in[c] - max, p->multiplier, p->leftShift);
            sum = te_add_wrap(sum, te_rounding_shift_right(te_softmax_exp(scaled), 12));
        }
    }
    const int32_t log = te_log_of_sum(sum);
    const int32_t least = te_multiply_by_quantized_multiplier(te_add_wrap(log, INT32_MIN), p->reverseMultiplier, p->reverseShift);
    const int32_t limit = te_max(p->diffMin - 1, least);
    for (int32_t c = 0; c < p->depth; c++) {
        const int32_t scaled = te_multiply_by_quantized_multiplier(in[c] - max, p->multiplier, p->leftShift);
        const int32_t v = te_rounding_shift_right(te_sub_wrap(scaled, log), 22) + INT8_MAX;
        out[c] = (int8_t)(in[c] - max > limit ? te_clamp(v, INT8_MIN, INT8_MAX) : INT8_MIN);
    }
}

void te_log_softmax_s8__c99(int8_t *out, const int8_t *in, int32_t count, const te_log_softmax_params *p)
{
    for (; count > 0; count -= p->depth, in += p->depth, out += p->depth)
        te_log_softmax_vector(out, in, p);
}

#endif
