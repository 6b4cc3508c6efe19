/* Taps of one kernel row applied to a line of int8, for the depthwise specials.
 *
 * A word loaded at column x and widened gives e = (x, x + 2) and o = (x + 1, x + 3). With the row's weights as pairs (w0, w2), (w1, w3),
 * (w4, w6) and single w1, w4 or w5, each MAC instruction serves up to two taps: 3 taps take 2, 5 take 3, 7 take 4.
 * Table of a channel, per kernel row (words): 3: w02 w1;  5: w02 w13 w4;  7: w02 w13 w46 w5. Singles use the low half. */
#ifndef TE_DWCONV2D_S8_TAPS_H
#define TE_DWCONV2D_S8_TAPS_H

#include "te_simd.h"

typedef struct {
    int32_t a0, a1;
} te_dw_pair;

#define TE_DW_TABLE_WORDS(k) (((k) + 1) / 2)

/* One channel's weights [k][k] to its table; reads up to 3 bytes behind them. */
TE_ALWAYS_INLINE void te_dw_table(uint32_t *table, const int8_t *w, int32_t k)
{
    for (int32_t ky = 0; ky < k; ky++, w += k, table += TE_DW_TABLE_WORDS(k)) {
        const uint32_t first = te_load_s8x4(w);
        table[0] = te_sxtb16(first);
        table[1] = te_sxtb16_ror8(first);
        if (k == 5)
            table[2] = (uint32_t)(int32_t)w[4];
        if (k == 7) {
            const uint32_t last = te_load_s8x4(w + 3);
            table[2] = te_sxtb16_ror8(last);
            table[3] = te_sxtb16(last) >> 16;
        }
    }
}

/* Two neighbouring outputs; a0 is the one whose first tap is at `x`. */
TE_ALWAYS_INLINE te_dw_pair te_dw_row_pair(te_dw_pair a, const int8_t *x, const uint32_t *t, int32_t k, int32_t stride)
{
    const uint32_t e0 = te_sxtb16(te_load_s8x4(x)), o0 = te_sxtb16_ror8(te_load_s8x4(x));
    if (k == 3) {
        a.a0 = te_smlabb(o0, t[1], te_smlad(e0, t[0], a.a0));
        if (stride == 1)
            a.a1 = te_smlatb(e0, t[1], te_smlad(o0, t[0], a.a1));
        else
            a.a1 = te_smlabt((uint32_t)(int32_t)x[4], t[0], te_smlatb(o0, t[1], te_smlatb(e0, t[0], a.a1)));
        return a;
    }
    const uint32_t e2 = te_sxtb16(te_load_s8x4(x + 2)), o2 = te_sxtb16_ror8(te_load_s8x4(x + 2));
    a.a0 = te_smlad(o0, t[1], te_smlad(e0, t[0], a.a0));
    if (stride == 1)
        a.a1 = te_smlad(e2, t[1], te_smlad(o0, t[0], a.a1));
    else
        a.a1 = te_smlad(o2, t[1], te_smlad(e2, t[0], a.a1));
    if (k == 5) {
        a.a0 = te_smlatb(e2, t[2], a.a0);
        a.a1 = stride == 1 ? te_smlatb(o2, t[2], a.a1) : te_smlabb((uint32_t)(int32_t)x[6], t[2], a.a1);
        return a;
    }
    const uint32_t e4 = te_sxtb16(te_load_s8x4(x + 4)), o4 = te_sxtb16_ror8(te_load_s8x4(x + 4));
    a.a0 = te_smlabb(o4, t[3], te_smlad(e4, t[2], a.a0));
    if (stride == 1) {
        a.a1 = te_smlatb(e4, t[3], te_smlad(o4, t[2], a.a1));
    } else {
        const uint32_t e6 = te_sxtb16(te_load_s8x4(x + 6)), o6 = te_sxtb16_ror8(te_load_s8x4(x + 6));
        a.a1 = te_smlabb(o6, t[3], te_smlad(e6, t[2], a.a1));
    }
    return a;
}

#endif
