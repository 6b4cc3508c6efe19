/* Channel-last: 3 instructions per tap and 4 channels (LDR, 2 SXTAB16) into int16 sums, which hold 255 taps; one division per output.
 * Other layouts as te_avg_pool2d_s8__c99. */
#ifndef TE_AVG_POOL2D_S8__DSP_H
#define TE_AVG_POOL2D_S8__DSP_H

#include "te_clamp_s8.h"
#include "te_pool2d_s8_body.h"

/* Sums of channels c, c + 2 and c + 1, c + 3. */
typedef struct {
    uint32_t even, odd;
} te_avg_pool2d_s8_sums;

static te_avg_pool2d_s8_sums te_avg_pool2d_s8_four(const int8_t *const *rows, int32_t ix0, te_pool2d_taps t, int32_t c,
                                                   const te_pool2d_s8_params *p)
{
    te_avg_pool2d_s8_sums s = {0, 0};
    for (int32_t ky = 0; ky < p->kernelHeight; ky++) {
        if (rows[ky] == NULL)
            continue;
        const int8_t *in = rows[ky] + (ix0 + t.first) * p->in.pixel + c;
        for (int32_t n = t.last - t.first; n > 0; n--, in += p->in.pixel) {
            const uint32_t v = te_load_s8x4(in);
            s.even = te_sxtab16(s.even, v);
            s.odd = te_sxtab16_ror8(s.odd, v);
        }
    }
    return s;
}

void te_avg_pool2d_s8__dsp(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_pool2d_s8_params *p, void *scratch)
{
    const int last = p->in.channel == 1 && p->out.channel == 1;
    const int32_t height = te_pool2d_s8_rows_inside(rows, p);
    (void)scratch;
    for (int32_t x = x0; x < x1; x++) {
        const int32_t ix0 = x * p->strideX - p->padLeft;
        const te_pool2d_taps t = te_pool2d_s8_taps(ix0, p);
        const int32_t count = height * (t.last - t.first);
        int8_t *o = out + (x - x0) * p->out.pixel;
        int32_t c = 0;
        for (; last && c + 4 <= p->channels; c += 4) {
            const te_avg_pool2d_s8_sums s = te_avg_pool2d_s8_four(rows, ix0, t, c, p);
            o[c] = (int8_t)te_pool2d_s8_mean(te_lo(s.even), count);
            o[c + 1] = (int8_t)te_pool2d_s8_mean(te_lo(s.odd), count);
            o[c + 2] = (int8_t)te_pool2d_s8_mean(te_hi(s.even), count);
            o[c + 3] = (int8_t)te_pool2d_s8_mean(te_hi(s.odd), count);
        }
        for (; c < p->channels; c++)
            o[c * p->out.channel] = (int8_t)te_pool2d_s8_mean(te_pool2d_s8_sum(rows, ix0, t, c, p), count);
    }
    te_clamp_s8(out, p->out, x1 - x0, p->channels, p->clampMin, p->clampMax);
}

#endif
