#ifndef TE_MUL_S16__C99_H
#define TE_MUL_S16__C99_H

#include "te_elementwise.h"
#include "te_fixed.h"

static int32_t te_mul_s16_value(int32_t a, int32_t b, const te_mul_s8_params *p)
{
    const int32_t product = (a - p->zeroPoint0) * (b - p->zeroPoint1);
    return te_clamp(te_requantize_unlimited(product, &p->requant), p->clampMin, p->clampMax);
}

void te_mul_s16__c99(int16_t *out, const int16_t *const *rows, int32_t x0, int32_t x1, const te_mul_s8_params *p, void *scratch)
{
    (void)scratch;
    for (int32_t x = x0; x < x1; x++) {
        const int32_t a = x * p->in0.pixel, b = x * p->in1.pixel, o = (x - x0) * p->out.pixel;
        for (int32_t c = 0; c < p->channels; c++) {
            const int32_t v0 = te_read_s16(rows[0], a + c * p->in0.channel), v1 = te_read_s16(rows[1], b + c * p->in1.channel);
            te_write_s16(out, o + c * p->out.channel, te_mul_s16_value(v0, v1, p));
        }
    }
}

#endif
