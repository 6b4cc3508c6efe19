#ifndef TE_ADD_S16_BODY_H
#define TE_ADD_S16_BODY_H

#include "te_elementwise.h"
#include "te_fixed.h"

/* `sign` is 1 for a + b, -1 for a - b. */
TE_ALWAYS_INLINE int32_t te_add_s16_value(int32_t a, int32_t b, int32_t sign, const te_add_s8_params *p)
{
    const int32_t unit = 1 << 15;
    const int32_t ra = te_multiply_by_quantized_multiplier((a - p->zeroPoint0) * unit, p->multiplier0, p->exponent0);
    const int32_t rb = te_multiply_by_quantized_multiplier((b - p->zeroPoint1) * unit, p->multiplier1, p->exponent1);
    const int32_t sum = te_mac(ra, sign, rb);
    const int32_t v = te_add_wrap(te_multiply_by_quantized_multiplier(sum, p->multiplierOut, p->exponentOut), p->zeroPointOut);
    return te_clamp(v, p->clampMin, p->clampMax);
}

TE_ALWAYS_INLINE void te_add_s16_row(int16_t *out, const int16_t *const *rows, int32_t x0, int32_t x1, const te_add_s8_params *p,
                                     int32_t sign)
{
    for (int32_t x = x0; x < x1; x++) {
        const int32_t a = x * p->in0.pixel, b = x * p->in1.pixel, o = (x - x0) * p->out.pixel;
        for (int32_t c = 0; c < p->channels; c++) {
            const int32_t v0 = te_read_s16(rows[0], a + c * p->in0.channel), v1 = te_read_s16(rows[1], b + c * p->in1.channel);
            te_write_s16(out, o + c * p->out.channel, te_add_s16_value(v0, v1, sign, p));
        }
    }
}

#endif
