/* One kernel row of the depthwise kernels for padded rows of stride 2 as assembly text, as te_dwconv2d_s8_edges_rows_asm.h is for stride 1.
 * FIRST: outputs 0 to 3, LAST: the last four, PAIR and ONE: the last two, the last. The digits behind a name are the columns of padding
 * that it touches. Words that begin or end in padding are put together from what lies inside and zero points, mostly by one instruction.
 * r10 is column 0 in FIRST, the first column of the window elsewhere. */
#ifndef TE_DWCONV2D_S8_EDGES_S2_ROWS_ASM_H
#define TE_DWCONV2D_S8_EDGES_S2_ROWS_ASM_H

#include "te_dwconv2d_s8_edges_rows_asm.h"

/* A word loaded, changed, and widened. */
#define TE_DW_WORD_BUT(address, change)     \
    "ldr r4, " address "\n\t" change "\n\t" \
    "sxtb16 r5, r4, ror #8\n\t"             \
    "sxtb16 r4, r4\n\t"
#define TE_DW_LOAD_BUT(x, change) TE_DW_WORD_BUT("[r10, #" #x "]", change)

/* 3 taps: the row's pointer p runs on; the weights are at sp + w, the zero point at sp + 96 and, in FIRST and ONE, in r9. */
#define TE_DW_MID_K3_S2(w, p, b0, b1, b2, b3) TE_DW_QUAD_K3_S2("sp", w, p, b0, b1, b2, b3)
#define TE_DW_FIRST_K3_S2_1(w, p, b0, b1, b2, b3) \
    TE_DW_EDGES_WEIGHTS_K3(w)                     \
    TE_DW_WORD_BUT("[" p "], #3", "orr r4, r9, r4, lsl #8") TE_DW_QUAD_K3_S2_REST(p, "ldrsb r4, [" p "]", b0, b1, b2, b3)
#define TE_DW_LAST_K3_S2_1(w, p, b0, b1, b2, b3) \
    TE_DW_EDGES_WEIGHTS_K3(w) TE_DW_WORD("[" p "], #4") TE_DW_QUAD_K3_S2_REST(p, "ldr r4, [sp, #96]", b0, b1, b2, b3)
#define TE_DW_EDGE_PAIR_K3_S2(w, p, fifth, b0, b1) \
    TE_DW_EDGES_WEIGHTS_K3(w)                      \
    TE_DW_WORD("[" p "]")                          \
    TE_DW_MAC3("smlad", "r0", "r4", "r6", b0)      \
    TE_DW_MAC3("smlatb", "r1", "r4", "r6", b1)     \
    TE_DW_MAC("smlabb", "r0", "r5", "r7") TE_DW_MAC("smlatb", "r1", "r5", "r7") fifth "\n\t" TE_DW_MAC("smlabt", "r1", "r4", "r6")
#define TE_DW_PAIR_K3_S2_0(w, p, b0, b1) TE_DW_EDGE_PAIR_K3_S2(w, p, "ldrsb r4, [" p ", #4]", b0, b1)
#define TE_DW_PAIR_K3_S2_1(w, p, b0, b1) TE_DW_EDGE_PAIR_K3_S2(w, p, "ldr r4, [sp, #96]", b0, b1)
#define TE_DW_ONE_K3_S2_0(w, p, b0) \
    TE_DW_EDGES_WEIGHTS_K3(w) TE_DW_WORD("[" p "]") TE_DW_MAC3("smlad", "r0", "r4", "r6", b0) TE_DW_MAC("smlabb", "r0", "r5", "r7")
#define TE_DW_ONE_K3_S2_1(w, p, b0) \
    TE_DW_EDGES_WEIGHTS_K3(w)       \
    TE_DW_WORD_BUT("[" p "]", "bfi r4, r9, #16, #8") TE_DW_MAC3("smlad", "r0", "r4", "r6", b0) TE_DW_MAC("smlabb", "r0", "r5", "r7")

/* 5 taps: zero points in r9 for FIRST and LAST, r2 for PAIR and ONE. */
#define TE_DW_QUAD_K5_S2_EDGE(next, load0, load2, load4, load6, last, tap)                                                           \
    next load0 TE_DW_MAC("smlad", "r0", "r4", "r6") TE_DW_MAC("smlad", "r0", "r5", "r7") load2 TE_DW_MAC("smlatb", "r0", "r4", "r8") \
        TE_DW_MAC("smlad", "r1", "r4", "r6") TE_DW_MAC("smlad", "r1", "r5", "r7") load4 TE_DW_MAC("smlatb", "r1", "r4", "r8")        \
            TE_DW_MAC("smlad", "r2", "r4", "r6") TE_DW_MAC("smlad", "r2", "r5", "r7") load6 TE_DW_MAC("smlatb", "r2", "r4", "r8")    \
                TE_DW_MAC("smlad", "r3", "r4", "r6") TE_DW_MAC("smlad", "r3", "r5", "r7") last TE_DW_MAC("smlabb", "r3", tap, "r8")
#define TE_DW_FIRST_K5_S2_1                                                                                                             \
    TE_DW_QUAD_K5_S2_EDGE("ldm r12!, {r6, r7, r8, r10}\n\t", TE_DW_LOAD_BUT(0, "orr r4, r9, r4, lsl #8"), TE_DW_LOAD(1), TE_DW_LOAD(3), \
                          TE_DW_LOAD(5), "ldrsb r4, [r10, #9]\n\t", "r4")
#define TE_DW_FIRST_K5_S2_2                                                                                                              \
    TE_DW_QUAD_K5_S2_EDGE("ldm r12!, {r6, r7, r8, r10}\n\t", TE_DW_LOAD_BUT(0, "orr r4, r9, r4, lsl #16"), TE_DW_LOAD(0), TE_DW_LOAD(2), \
                          TE_DW_LOAD(4), "ldrsb r4, [r10, #8]\n\t", "r4")
#define TE_DW_LAST_K5_S2_1 TE_DW_QUAD_K5_S2_EDGE(TE_DW_NEXT_K5, TE_DW_LOAD(0), TE_DW_LOAD(2), TE_DW_LOAD(4), TE_DW_LOAD(6), "", "r9")
#define TE_DW_LAST_K5_S2_2 \
    TE_DW_QUAD_K5_S2_EDGE(TE_DW_NEXT_K5, TE_DW_LOAD(0), TE_DW_LOAD(2), TE_DW_LOAD(4), TE_DW_LOAD_BUT(6, "bfi r4, r9, #24, #8"), "", "r9")
#define TE_DW_EDGE_PAIR_K5_S2(load2)                                                                                          \
    TE_DW_NEXT_K5 TE_DW_LOAD(0) TE_DW_MAC("smlad", "r0", "r4", "r6") TE_DW_MAC("smlad", "r0", "r5", "r7")                     \
        load2 TE_DW_MAC("smlatb", "r0", "r4", "r8") TE_DW_MAC("smlad", "r1", "r4", "r6") TE_DW_MAC("smlad", "r1", "r5", "r7") \
            TE_DW_MAC("smlabb", "r1", "r2", "r8")
#define TE_DW_PAIR_K5_S2_1 TE_DW_EDGE_PAIR_K5_S2(TE_DW_LOAD(2))
#define TE_DW_PAIR_K5_S2_2 TE_DW_EDGE_PAIR_K5_S2(TE_DW_LOAD_BUT(2, "bfi r4, r2, #24, #8"))
#define TE_DW_EDGE_ONE_K5_S2(load0) \
    TE_DW_NEXT_K5 load0 TE_DW_MAC("smlad", "r0", "r4", "r6") TE_DW_MAC("smlad", "r0", "r5", "r7") TE_DW_MAC("smlabb", "r0", "r2", "r8")
#define TE_DW_ONE_K5_S2_1 TE_DW_EDGE_ONE_K5_S2(TE_DW_LOAD(0))
#define TE_DW_ONE_K5_S2_2 TE_DW_EDGE_ONE_K5_S2(TE_DW_LOAD_BUT(0, "bfi r4, r2, #24, #8"))

/* 7 taps: zero points in r11 for FIRST, at sp + 28 for LAST, in r2 for PAIR and ONE; halfwords where three columns are padding. */
#define TE_DW_QUAD_K7_S2_EDGE(next, load0, load2, load4, load6, load8)                                                              \
    next load0 TE_DW_MAC("smlad", "r0", "r4", "r6") TE_DW_MAC("smlad", "r0", "r5", "r7") load2 TE_DW_MAC("smlad", "r1", "r4", "r6") \
        TE_DW_MAC("smlad", "r1", "r5", "r7") load4 TE_DW_MAC("smlad", "r2", "r4", "r6") TE_DW_MAC("smlad", "r0", "r4", "r8")        \
            TE_DW_MAC("smlad", "r2", "r5", "r7") TE_DW_MAC("smlabb", "r0", "r5", "r9") load6 TE_DW_MAC("smlad", "r3", "r4", "r6")   \
                TE_DW_MAC("smlad", "r1", "r4", "r8") TE_DW_MAC("smlad", "r3", "r5", "r7") TE_DW_MAC("smlabb", "r1", "r5", "r9")     \
                    load8 TE_DW_MAC("smlad", "r2", "r4", "r8") TE_DW_MAC("smlabb", "r2", "r5", "r9")
#define TE_DW_QUAD_K7_S2_END TE_DW_MAC("smlad", "r3", "r4", "r8") TE_DW_MAC("smlabb", "r3", "r5", "r9")
#define TE_DW_FIRST_K7_S2_2                                                                                                      \
    TE_DW_QUAD_K7_S2_EDGE("ldm r12!, {r6-r10}\n\t", TE_DW_LOAD_BUT(0, "orr r4, r11, r4, lsl #16"), TE_DW_LOAD(0), TE_DW_LOAD(2), \
                          TE_DW_LOAD(4), TE_DW_LOAD(6))                                                                          \
    TE_DW_LOAD(8) TE_DW_QUAD_K7_S2_END
#define TE_DW_FIRST_K7_S2_3                                                                                                        \
    TE_DW_QUAD_K7_S2_EDGE("ldm r12!, {r6-r10}\n\t", TE_DW_LOAD_BUT(0, "orr r4, r11, r4, lsl #24"),                                 \
                          TE_DW_LOAD_BUT(0, "lsl r4, r4, #8\n\tbfi r4, r11, #0, #8"), TE_DW_LOAD(1), TE_DW_LOAD(3), TE_DW_LOAD(5)) \
    TE_DW_LOAD(7) TE_DW_QUAD_K7_S2_END
#define TE_DW_LAST_K7_S2_2                                                                                          \
    TE_DW_QUAD_K7_S2_EDGE(TE_DW_NEXT_K7, TE_DW_LOAD(0), TE_DW_LOAD(2), TE_DW_LOAD(4), TE_DW_LOAD(6), TE_DW_LOAD(8)) \
    TE_DW_LOAD_BUT(10, "ldr r5, [sp, #28]\n\tbfi r4, r5, #8, #16") TE_DW_QUAD_K7_S2_END
#define TE_DW_LAST_K7_S2_3                                                                           \
    TE_DW_QUAD_K7_S2_EDGE(TE_DW_NEXT_K7, TE_DW_LOAD(0), TE_DW_LOAD(2), TE_DW_LOAD(4), TE_DW_LOAD(6), \
                          TE_DW_LOAD(8) "ldr r10, [sp, #28]\n\tpkhbt r4, r4, r10, lsl #16\n\t")      \
    TE_DW_MAC("smlad", "r3", "r10", "r8") TE_DW_MAC("smlabb", "r3", "r10", "r9")
#define TE_DW_EDGE_PAIR_K7_S2(load4, load6)                                                                                  \
    TE_DW_NEXT_K7 TE_DW_LOAD(0) TE_DW_MAC("smlad", "r0", "r4", "r6") TE_DW_MAC("smlad", "r0", "r5", "r7") TE_DW_LOAD(2)      \
        TE_DW_MAC("smlad", "r1", "r4", "r6") TE_DW_MAC("smlad", "r1", "r5", "r7") load4 TE_DW_MAC("smlad", "r0", "r4", "r8") \
            TE_DW_MAC("smlabb", "r0", "r5", "r9") load6
#define TE_DW_PAIR_K7_S2_2                                                         \
    TE_DW_EDGE_PAIR_K7_S2(TE_DW_LOAD(4), TE_DW_LOAD_BUT(6, "bfi r4, r2, #8, #16")) \
    TE_DW_MAC("smlad", "r1", "r4", "r8") TE_DW_MAC("smlabb", "r1", "r5", "r9")
#define TE_DW_PAIR_K7_S2_3                                                   \
    TE_DW_EDGE_PAIR_K7_S2(TE_DW_LOAD(4) "pkhbt r4, r4, r2, lsl #16\n\t", "") \
    TE_DW_MAC("smlad", "r1", "r2", "r8") TE_DW_MAC("smlabb", "r1", "r2", "r9")
#define TE_DW_ONE_K7_S2_2                                                                                 \
    TE_DW_NEXT_K7 TE_DW_LOAD(0) TE_DW_MAC("smlad", "r0", "r4", "r6") TE_DW_MAC("smlad", "r0", "r5", "r7") \
        TE_DW_LOAD_BUT(4, "bfi r4, r2, #8, #16") TE_DW_MAC("smlad", "r0", "r4", "r8") TE_DW_MAC("smlabb", "r0", "r5", "r9")

#endif
