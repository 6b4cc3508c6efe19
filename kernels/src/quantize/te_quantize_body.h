#ifndef TE_QUANTIZE_BODY_H
#define TE_QUANTIZE_BODY_H

#include "te_fixed.h"
#include "te_quantize.h"

/* round(v / scale) + zeroPoint in [lo, hi]; halves away from zero, without libm. Quotients are cut to +-2^20 first: beyond that every
 * output type saturates, and below 2^23 a float still holds halves, so adding 0.5 and truncating after taking out the integer is exact. */
TE_ALWAYS_INLINE int32_t te_quantize_value(float v, const te_quantize_params *p, int32_t lo, int32_t hi)
{
    const float limit = 1048576.0f;
    float q = v / p->scale;
    if (q != q)
        q = 0.0f;
    q = q > limit ? limit : q < -limit ? -limit : q;
    int32_t whole = (int32_t)q;
    const float fraction = q - (float)whole;
    whole += fraction >= 0.5f ? 1 : fraction <= -0.5f ? -1 : 0;
    return te_clamp(whole + p->zeroPoint, lo, hi);
}

TE_ALWAYS_INLINE int32_t te_rescale_value(int32_t v, const te_rescale_params *p, int32_t lo, int32_t hi)
{
    const int32_t r = te_multiply_by_quantized_multiplier(te_sub_wrap(v, p->zeroPointIn), p->multiplier, p->exponent);
    return te_clamp(te_add_wrap(r, p->zeroPointOut), lo, hi);
}

#endif
