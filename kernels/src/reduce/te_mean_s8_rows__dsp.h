/* Channel-last: LDR and 2 SXTAB16 per pixel and 4 channels into int16 sums, which hold 255 columns; other layouts channel by channel. */
#ifndef TE_MEAN_S8_ROWS__DSP_H
#define TE_MEAN_S8_ROWS__DSP_H

#include "te_fixed.h"
#include "te_reduce.h"

void te_mean_s8_rows__dsp(int32_t *sums, const int8_t *const *rows, int32_t x0, int32_t x1, const te_mean_s8_params *p, void *scratch)
{
    int32_t c = 0;
    (void)scratch;
    for (; p->in.channel == 1 && c + 4 <= p->channels; c += 4) {
        const int8_t *in = rows[0] + x0 * p->in.pixel + c;
        for (int32_t left = x1 - x0; left > 0; left -= 255) {
            uint32_t even = 0, odd = 0;
            for (int32_t n = te_min(left, 255); n > 0; n--, in += p->in.pixel) {
                const uint32_t v = te_load_s8x4(in);
                even = te_sxtab16(even, v);
                odd = te_sxtab16_ror8(odd, v);
            }
            sums[c] += te_lo(even);
            sums[c + 1] += te_lo(odd);
            sums[c + 2] += te_hi(even);
            sums[c + 3] += te_hi(odd);
        }
    }
    for (; c < p->channels; c++) {
        const int8_t *in = rows[0] + c * p->in.channel;
        for (int32_t x = x0; x < x1; x++)
            sums[c] += in[x * p->in.pixel];
    }
}

#endif
