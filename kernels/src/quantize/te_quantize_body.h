#ifndef TE_QUANTIZE_BODY_H
#define TE_QUANTIZE_BODY_H

#include "te_fixed.h"
#include "te_quantize.h"

/* round(v / scale) + zeroPoint in [lo, hi]. */
TE_ALWAYS_INLINE int32_t te_quantize_value(float v, const te_quantize_params *p, int32_t lo, int32_t hi)
{
    return te_clamp(te_round_f32(te_divide_f32(v, p->scale)), lo - p->zeroPoint, hi - p->zeroPoint) + p->zeroPoint;
}

TE_ALWAYS_INLINE int32_t te_rescale_value(int32_t v, const te_rescale_params *p, int32_t lo, int32_t hi)
{
    const int32_t r = te_multiply_by_quantized_multiplier(te_sub_wrap(v, p->zeroPointIn), p->multiplier, p->exponent);
    return te_clamp(te_add_wrap(r, p->zeroPointOut), lo, hi);
}

#endif
