/* ADD and SUB, exact. TFLite's multipliers are below 1 here, so exponents are never positive and each rescaling is
 * SMMLAR(2v, m, half + (v >> 31)) >> s: a high multiply with ties up, then a shift with ties away from zero (without the two addends if
 * s = 0). Budget per element: 2 x (LDRSB, SUB, LSL, AND/ADD of the sign, SMMLAR, ASR), 8 for the sum, store and loop: about 24. */
#ifndef TE_ADD_S8_DSP_H
#define TE_ADD_S8_DSP_H

#include "te_add_s8_body.h"
#include "te_clamp_s8.h"

typedef struct {
    int32_t multiplier, half, shift;
    int32_t sign; /* -1 if the sign takes part in rounding, else 0 */
} te_add_s8_scale;

TE_ALWAYS_INLINE te_add_s8_scale te_add_s8_scale_make(int32_t multiplier, int32_t exponent)
{
    const te_add_s8_scale s = {multiplier, exponent < 0 ? (int32_t)(1u << (-exponent - 1)) : 0, -exponent, exponent < 0 ? -1 : 0};
    return s;
}

TE_ALWAYS_INLINE int32_t te_add_s8_rescale(int32_t doubled, te_add_s8_scale s)
{
    return te_asr(te_smmlar(doubled, s.multiplier, s.half + (te_asr(doubled, 31) & s.sign)), s.shift);
}

TE_ALWAYS_INLINE void te_add_s8_fast_row(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_add_s8_params *p,
                                         int32_t sign)
{
    const te_add_s8_scale s0 = te_add_s8_scale_make(p->multiplier0, p->exponent0);
    const te_add_s8_scale s1 = te_add_s8_scale_make(p->multiplier1, p->exponent1);
    const te_add_s8_scale s2 = te_add_s8_scale_make(p->multiplierOut, p->exponentOut);
    const int32_t unit = 1 << 21;
    for (int32_t x = x0; x < x1; x++) {
        const int8_t *a = rows[0] + x * p->in0.pixel;
        const int8_t *b = rows[1] + x * p->in1.pixel;
        int8_t *o = out + (x - x0) * p->out.pixel;
        for (int32_t c = p->channels; c > 0; c--, a += p->in0.channel, b += p->in1.channel, o += p->out.channel) {
            const int32_t ra = te_add_s8_rescale((*a - p->zeroPoint0) * unit, s0);
            const int32_t rb = te_add_s8_rescale((*b - p->zeroPoint1) * unit, s1);
            const int32_t sum = sign > 0 ? ra + rb : ra - rb;
            *o = (int8_t)te_ssat8(te_add_s8_rescale(sum * 2, s2) + p->zeroPointOut);
        }
    }
    te_clamp_s8(out, p->out, x1 - x0, p->channels, p->clampMin, p->clampMax);
}

/* Half of 2^30 leaves no room for the sign; such shifts (and left shifts) take the general way. */
TE_ALWAYS_INLINE int te_add_s8_fits(int32_t exponent)
{
    return exponent <= 0 && exponent >= -28;
}

TE_ALWAYS_INLINE void te_add_s8_dsp_row(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_add_s8_params *p,
                                        int32_t sign)
{
    if (te_add_s8_fits(p->exponent0) && te_add_s8_fits(p->exponent1) && te_add_s8_fits(p->exponentOut))
        te_add_s8_fast_row(out, rows, x0, x1, p, sign);
    else
        te_add_s8_row(out, rows, x0, x1, p, sign);
}

#endif
