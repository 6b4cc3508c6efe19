#ifndef TE_ADD_S8_LINEAR__C99_H
#define TE_ADD_S8_LINEAR__C99_H

#include "te_elementwise.h"
#include "te_fixed.h"

void te_add_s8_linear__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_add_s8_linear_params *p, void *scratch)
{
    (void)scratch;
    for (int32_t x = x0; x < x1; x++) {
        const int8_t *a = rows[0] + x * p->in0.pixel;
        const int8_t *b = rows[1] + x * p->in1.pixel;
        int8_t *o = out + (x - x0) * p->out.pixel;
        for (int32_t c = 0; c < p->channels; c++) {
            int32_t t = te_smmlar(a[c * p->in0.channel] * (1 << 24), p->multiplier0, p->constant);
            t = te_smmlar(b[c * p->in1.channel] * (1 << 24), p->multiplier1, t);
            o[c * p->out.channel] = (int8_t)te_clamp(te_ssat8(te_asr(t, p->shift)), p->clampMin, p->clampMax);
        }
    }
}

#endif
