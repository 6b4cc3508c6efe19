#ifndef TE_MAX_POOL2D_S16__C99_H
#define TE_MAX_POOL2D_S16__C99_H

#include "te_pool2d_s16_body.h"

void te_max_pool2d_s16__c99(int16_t *out, const int16_t *const *rows, int32_t x0, int32_t x1, const te_pool2d_s8_params *p, void *scratch)
{
    (void)scratch;
    for (int32_t x = x0; x < x1; x++) {
        const int32_t ix0 = x * p->strideX - p->padLeft;
        const te_pool2d_taps t = te_pool2d_s8_taps(ix0, p);
        for (int32_t c = 0; c < p->channels; c++) {
            const int32_t v = te_pool2d_s16_max(rows, ix0, t, c, p);
            te_write_s16(out, (x - x0) * p->out.pixel + c * p->out.channel, te_clamp(v, p->clampMin, p->clampMax));
        }
    }
}

#endif
