/* Few outputs: the vector is widened again for every two of them, which takes no memory. One output takes 0.6 times the instructions of
 * widening it once and reading it back, two 1.1, four 1.4, eight 1.6 times. Budget: 15 instructions for 8 MACs (3 LDR, 6 SXTB16, 4 SMLAD,
 * 2 for the loop). */
#ifndef TE_FULLY_CONNECTED_S8_FEW_H
#define TE_FULLY_CONNECTED_S8_FEW_H

#include "te_block_s8.h"
#include "te_clamp_s8.h"
#include "te_fully_connected.h"
#include "te_widen_s8.h"

/* Four depths of two outputs. */
TE_ALWAYS_INLINE te_dot4 te_fully_connected_s8_few_group(te_dot4 a, uint32_t in, const int8_t *w)
{
    const uint32_t even = te_sxtb16(in), odd = te_sxtb16_ror8(in), w0 = te_load_s8x4(w), w1 = te_load_s8x4(w + 4);
    a.a0 = te_smlad(odd, te_sxtb16_ror8(w0), te_smlad(even, te_sxtb16(w0), a.a0));
    a.a1 = te_smlad(odd, te_sxtb16_ror8(w1), te_smlad(even, te_sxtb16(w1), a.a1));
    return a;
}

TE_ALWAYS_INLINE void te_fully_connected_s8_few_block(int8_t *out, const int8_t *in, const te_fully_connected_s8_params *p)
{
    const te_layout vector = {p->outChannels, 1};
    const int32_t whole = p->inChannels / 4, rest = p->inChannels % 4;
    const int8_t *w = p->weights;
    TE_COUNT_MACS((int64_t)p->outChannels * p->inChannels);
    for (int32_t o = 0; o < p->outChannels; o += 2) {
        const te_requant *r = p->requant + o;
        const int both = o + 1 < p->outChannels;
        const int8_t *x = in;
        te_dot4 a = {r[0].bias, r[both].bias, 0, 0};
        for (int32_t g = 0; g < whole; g++, x += 4, w += 8)
            a = te_fully_connected_s8_few_group(a, te_load_s8x4(x), w);
        if (rest > 0) {
            a = te_fully_connected_s8_few_group(a, te_widen_s8_word(x, 1, rest), w);
            w += 8;
        }
        te_block_s8_store(out + o, a.a0, r, 0);
        if (both)
            te_block_s8_store(out + o + 1, a.a1, r + 1, 0);
    }
    te_clamp_s8(out, vector, 1, p->outChannels, p->clampMin, p->clampMax);
}

#endif
