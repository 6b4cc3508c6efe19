/* Inner products of int8 weights packed as OC2C4 with pixels widened to int16 pairs; the core of pointwise, convolution (on unrolled
 * windows) and fully connected kernels.
 *
 * A group is 4 consecutive depths. Of a pixel's bytes (b0 b1 b2 b3) the widened words are e = (b0, b2) and o = (b1, b3), which is also
 * what SXTB16 makes of a weight word, so neither side needs shuffling. Order of the words of one group in a widened buffer:
 *   1 pixel:  e o            2 pixels:  e0 e1 o0 o1            4 pixels:  e0 e1 e2 e3 o0 o1 o2 o3, and so on.
 * Depths beyond the last have weight 0; what the widened buffer holds there does not matter. */
#ifndef TE_DOT_S8_H
#define TE_DOT_S8_H

#include "te_simd.h"

typedef struct {
    int32_t a0, a1, a2, a3;
} te_dot4;

/* a0, a1: channel 0 of pixels 0, 1; a2, a3: channel 1. */
TE_ALWAYS_INLINE te_dot4 te_dot_s8_2x2(te_dot4 a, const uint32_t *in, const int8_t *w, int32_t n)
{
    for (; n > 0; n--, in += 4, w += 8) {
        const uint32_t w0 = te_load_s8x4(w), w1 = te_load_s8x4(w + 4);
        a.a0 = te_smlad(in[2], te_sxtb16_ror8(w0), te_smlad(in[0], te_sxtb16(w0), a.a0));
        a.a1 = te_smlad(in[3], te_sxtb16_ror8(w0), te_smlad(in[1], te_sxtb16(w0), a.a1));
        a.a2 = te_smlad(in[2], te_sxtb16_ror8(w1), te_smlad(in[0], te_sxtb16(w1), a.a2));
        a.a3 = te_smlad(in[3], te_sxtb16_ror8(w1), te_smlad(in[1], te_sxtb16(w1), a.a3));
    }
    return a;
}

/* a0 to a3: one channel of pixels 0 to 3. Packing OC2C4 leaves the other channel's words in between. */
TE_ALWAYS_INLINE te_dot4 te_dot_s8_4x1(te_dot4 a, const uint32_t *in, const int8_t *w, int32_t n)
{
    for (; n > 0; n--, in += 8, w += 8) {
        const uint32_t e = te_sxtb16(te_load_s8x4(w)), o = te_sxtb16_ror8(te_load_s8x4(w));
        a.a0 = te_smlad(in[4], o, te_smlad(in[0], e, a.a0));
        a.a1 = te_smlad(in[5], o, te_smlad(in[1], e, a.a1));
        a.a2 = te_smlad(in[6], o, te_smlad(in[2], e, a.a2));
        a.a3 = te_smlad(in[7], o, te_smlad(in[3], e, a.a3));
    }
    return a;
}

/* a0, a1: channels 0, 1. */
TE_ALWAYS_INLINE te_dot4 te_dot_s8_1x2(te_dot4 a, const uint32_t *in, const int8_t *w, int32_t n)
{
    for (; n > 0; n--, in += 2, w += 8) {
        const uint32_t w0 = te_load_s8x4(w), w1 = te_load_s8x4(w + 4);
        a.a0 = te_smlad(in[1], te_sxtb16_ror8(w0), te_smlad(in[0], te_sxtb16(w0), a.a0));
        a.a1 = te_smlad(in[1], te_sxtb16_ror8(w1), te_smlad(in[0], te_sxtb16(w1), a.a1));
    }
    return a;
}

/* One channel of the pixel at `in` of `lanes` pixels. */
TE_ALWAYS_INLINE int32_t te_dot_s8_lane(int32_t acc, const uint32_t *in, int32_t lanes, const int8_t *w, int32_t n)
{
    for (; n > 0; n--, in += 2 * lanes, w += 8) {
        const uint32_t v = te_load_s8x4(w);
        acc = te_smlad(in[lanes], te_sxtb16_ror8(v), te_smlad(in[0], te_sxtb16(v), acc));
    }
    return acc;
}

#endif
