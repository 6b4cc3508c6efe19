#ifndef TE_MINIMUM_S8__C99_H
#define TE_MINIMUM_S8__C99_H

#include "te_elementwise.h"
#include "te_fixed.h"

void te_minimum_s8__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_minmax_s8_params *p, void *scratch)
{
    (void)scratch;
    for (int32_t x = x0; x < x1; x++) {
        const int8_t *a = rows[0] + x * p->in0.pixel;
        const int8_t *b = rows[1] + x * p->in1.pixel;
        int8_t *o = out + (x - x0) * p->out.pixel;
        for (int32_t c = 0; c < p->channels; c++)
            o[c * p->out.channel] = (int8_t)te_min(a[c * p->in0.channel], b[c * p->in1.channel]);
    }
}

#endif
