/* Two outputs at a time: 15 instructions for 8 MACs, as te_fully_connected_s8_few.h, and 4 loads and stores of sums. */
#ifndef TE_FULLY_CONNECTED_S8_ROWS__DSP_H
#define TE_FULLY_CONNECTED_S8_ROWS__DSP_H

#include "te_fully_connected_s8_few.h"

void te_fully_connected_s8_rows__dsp(int32_t *sums, const int8_t *const *rows, int32_t x0, int32_t x1,
                                     const te_fully_connected_s8_params *p, void *scratch)
{
    const int8_t *weights = p->weights + 2 * x0;
    (void)scratch;
    TE_COUNT_MACS((int64_t)p->outChannels * (x1 - x0));
    for (int32_t o = 0; o < p->outChannels; o += 2, weights += 2 * TE_CEIL4(p->inChannels)) {
        const int32_t second = o + 1 < p->outChannels;
        const int8_t *x = rows[0], *w = weights;
        te_dot4 a = {sums[o], sums[o + second], 0, 0};
        for (int32_t left = x1 - x0; left > 0; left -= 4, x += 4, w += 8)
            a = te_fully_connected_s8_few_group(a, te_load_s8x4(x), w);
        sums[o + second] = a.a1;
        sums[o] = a.a0;
    }
}

#endif
