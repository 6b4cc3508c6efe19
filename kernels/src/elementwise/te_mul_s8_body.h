#ifndef TE_MUL_S8_BODY_H
#define TE_MUL_S8_BODY_H

#include "te_elementwise.h"
#include "te_fixed.h"

TE_ALWAYS_INLINE void te_mul_s8_row(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_mul_s8_params *p, int anyshift)
{
    for (int32_t x = x0; x < x1; x++) {
        const int8_t *a = rows[0] + x * p->in0.pixel;
        const int8_t *b = rows[1] + x * p->in1.pixel;
        int8_t *o = out + (x - x0) * p->out.pixel;
        for (int32_t c = 0; c < p->channels; c++) {
            const int32_t product = (a[c * p->in0.channel] - p->zeroPoint0) * (b[c * p->in1.channel] - p->zeroPoint1);
            const int32_t v = te_requantize(product, &p->requant, anyshift);
            o[c * p->out.channel] = (int8_t)te_clamp(v, p->clampMin, p->clampMax);
        }
    }
}

#endif
