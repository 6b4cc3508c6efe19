/* Widening of int8 pixels to the int16 pairs of te_dot_s8.h. `lanes` pixels share a buffer, `lane` is the pixel's place in it. */
#ifndef TE_WIDEN_S8_H
#define TE_WIDEN_S8_H

#include "te_simd.h"

/* `depth` bytes from `in`, `step` bytes apart, to groups from `to` on. The last group is filled up with zeros. */
TE_ALWAYS_INLINE void te_widen_s8(uint32_t *to, int32_t lanes, int32_t lane, const int8_t *in, int32_t step, int32_t depth)
{
    uint32_t *even = to + lane;
    uint32_t *odd = to + lane + lanes;
    int32_t left = depth;
    for (; left >= 4; left -= 4, even += 2 * lanes, odd += 2 * lanes) {
        uint32_t v;
        if (step == 1) {
            v = te_load_s8x4(in);
            in += 4;
        } else {
            v = (uint32_t)(uint8_t)in[0] | (uint32_t)(uint8_t)in[step] << 8;
            in += 2 * step;
            v |= (uint32_t)(uint8_t)in[0] << 16 | (uint32_t)(uint8_t)in[step] << 24;
            in += 2 * step;
        }
        *even = te_sxtb16(v);
        *odd = te_sxtb16_ror8(v);
    }
    if (left > 0) {
        uint32_t v = 0;
        for (int32_t i = 0; i < left; i++, in += step)
            v |= (uint32_t)(uint8_t)*in << (8 * i);
        *even = te_sxtb16(v);
        *odd = te_sxtb16_ror8(v);
    }
}

#endif
