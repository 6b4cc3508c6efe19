/* Channel-last: 3 instructions per tap and 4 channels (LDR, SSUB8, SEL) and the tap loop. Other layouts as te_max_pool2d_s8__c99. */
#ifndef TE_MAX_POOL2D_S8__DSP_H
#define TE_MAX_POOL2D_S8__DSP_H

#include "te_clamp_s8.h"
#include "te_pool2d_s8_body.h"

static uint32_t te_max_pool2d_s8_four(const int8_t *const *rows, int32_t ix0, te_pool2d_taps t, int32_t c, const te_pool2d_s8_params *p)
{
    uint32_t max = 0x80808080u;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++) {
        if (rows[ky] == NULL)
            continue;
        const int8_t *in = rows[ky] + (ix0 + t.first) * p->in.pixel + c;
        for (int32_t n = t.last - t.first; n > 0; n--, in += p->in.pixel)
            max = te_max_s8x4(max, te_load_s8x4(in));
    }
    return max;
}

void te_max_pool2d_s8__dsp(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_pool2d_s8_params *p, void *scratch)
{
    const int last = p->in.channel == 1 && p->out.channel == 1;
    (void)scratch;
    for (int32_t x = x0; x < x1; x++) {
        const int32_t ix0 = x * p->strideX - p->padLeft;
        const te_pool2d_taps t = te_pool2d_s8_taps(ix0, p);
        int8_t *o = out + (x - x0) * p->out.pixel;
        int32_t c = 0;
        for (; last && c + 4 <= p->channels; c += 4)
            te_store_s8x4(o + c, te_max_pool2d_s8_four(rows, ix0, t, c, p));
        for (; c < p->channels; c++)
            o[c * p->out.channel] = (int8_t)te_pool2d_s8_max(rows, ix0, t, c, p);
    }
    te_clamp_s8(out, p->out, x1 - x0, p->channels, p->clampMin, p->clampMax);
}

#endif
