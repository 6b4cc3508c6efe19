/* Output of kernels with int16 activations and int8 weights. */
#ifndef TE_REQUANT_S16_H
#define TE_REQUANT_S16_H

#include "te_fixed.h"

/* acc is the sum without the bias. `wide`: 64-bit sums, else the low 32 bits count. */
TE_ALWAYS_INLINE int32_t te_requantize_s16(int64_t acc, const te_requant_s16 *r, int wide)
{
    if (wide) {
        const uint64_t bias = (uint64_t)(uint32_t)r->biasHigh << 32 | (uint32_t)r->biasLow;
        return te_multiply_wide((int64_t)((uint64_t)acc + bias), r->multiplier, r->shift);
    }
    return te_multiply_by_quantized_multiplier(te_add_wrap((int32_t)(uint32_t)(uint64_t)acc, r->biasLow), r->multiplier, r->shift);
}

/* acc + a * b in 64 bits, or in 32, wrapping. */
TE_ALWAYS_INLINE int64_t te_mac_s16(int64_t acc, int32_t a, int32_t b, int wide)
{
    return wide ? acc + a * b : te_mac((int32_t)acc, a, b);
}

#endif
