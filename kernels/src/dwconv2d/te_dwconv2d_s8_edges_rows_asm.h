/* One kernel row of the depthwise kernels for padded rows as assembly text; like te_dwconv2d_s8_rows_asm.h, whose QUADs make the outputs in
 * between. FIRST: outputs 0 to 3. LAST: the last four. PAIR and ONE: the last two, the last. They leave out the taps on padding, whose
 * products are in the sums they start with: nothing is read outside the row but the rest of a word.
 * r10 is column 0 in FIRST, the first column of the window elsewhere (which is inside the row there). */
#ifndef TE_DWCONV2D_S8_EDGES_ROWS_ASM_H
#define TE_DWCONV2D_S8_EDGES_ROWS_ASM_H

#include "te_dwconv2d_s8_rows_asm.h"

/* clang-format finds a new form for these macros each time. */
/* clang-format off */
/* 3 taps: the row's pointer p runs on, 3 columns in FIRST; the weights are at sp + w. */
#define TE_DW_EDGES_WEIGHTS_K3(w) "ldrd r6, r7, [sp, #" #w "]\n\t"
#define TE_DW_FIRST_K3(w, p, b0, b1, b2, b3)                                                         \
    TE_DW_EDGES_WEIGHTS_K3(w)                                                                        \
    TE_DW_WORD("[" p "], #4")                                                                        \
    TE_DW_MAC3("smlabb", "r0", "r4", "r7", b0)                                                       \
    TE_DW_MAC("smlabt", "r0", "r5", "r6")                                                            \
    TE_DW_MAC3("smlad", "r1", "r4", "r6", b1)                                                        \
    TE_DW_MAC("smlabb", "r1", "r5", "r7")                                                            \
    TE_DW_MAC3("smlad", "r2", "r5", "r6", b2)                                                        \
    TE_DW_MAC("smlatb", "r2", "r4", "r7")                                                            \
    TE_DW_MAC3("smlatb", "r3", "r4", "r6", b3) TE_DW_MAC("smlatb", "r3", "r5", "r7") "ldrsb r4, [" p \
                                                                                     "], #-1\n\t" TE_DW_MAC("smlabt", "r3", "r4", "r6")
#define TE_DW_LAST_K3(w, p, b0, b1, b2, b3)   \
    TE_DW_EDGES_WEIGHTS_K3(w)                 \
    TE_DW_WORD("[" p "], #2")                 \
    TE_DW_MAC3("smlad", "r0", "r4", "r6", b0) \
    TE_DW_MAC3("smlad", "r1", "r5", "r6", b1) \
    TE_DW_MAC("smlabb", "r0", "r5", "r7")     \
    TE_DW_MAC("smlatb", "r1", "r4", "r7")     \
    TE_DW_WORD("[" p "], #2")                 \
    TE_DW_MAC3("smlad", "r2", "r4", "r6", b2) \
    TE_DW_MAC3("smlabb", "r3", "r5", "r6", b3) TE_DW_MAC("smlabb", "r2", "r5", "r7") TE_DW_MAC("smlatb", "r3", "r4", "r7")
#define TE_DW_EDGE_PAIR_K3(w, p, b0, b1)      \
    TE_DW_EDGES_WEIGHTS_K3(w)                 \
    TE_DW_WORD("[" p "]")                     \
    TE_DW_MAC3("smlad", "r0", "r4", "r6", b0) \
    TE_DW_MAC3("smlabb", "r1", "r5", "r6", b1) TE_DW_MAC("smlabb", "r0", "r5", "r7") TE_DW_MAC("smlatb", "r1", "r4", "r7")
#define TE_DW_EDGE_ONE_K3(w, p, b0) \
    TE_DW_EDGES_WEIGHTS_K3(w)       \
    "ldrsb r4, [" p "]\n\tldrsb r5, [" p ", #1]\n\t" TE_DW_MAC3("smlabb", "r0", "r4", "r6", b0) TE_DW_MAC("smlabb", "r0", "r5", "r7")

#define TE_DW_FIRST_K5                                                                                                          \
    "ldm r12!, {r6, r7, r8, r10}\n\t" TE_DW_LOAD(0) TE_DW_MAC("smlabt", "r0", "r4", "r6") TE_DW_MAC("smlabt", "r0", "r5", "r7") \
        TE_DW_MAC("smlatb", "r0", "r4", "r8") TE_DW_MAC("smlad", "r1", "r4", "r7") TE_DW_MAC("smlabt", "r1", "r5", "r6")        \
            TE_DW_MAC("smlatb", "r1", "r5", "r8") TE_DW_MAC("smlad", "r2", "r4", "r6") TE_DW_MAC("smlad", "r2", "r5", "r7")     \
                TE_DW_MAC("smlad", "r3", "r5", "r6") TE_DW_LOAD(2) TE_DW_MAC("smlatb", "r2", "r4", "r8")                        \
                    TE_DW_MAC("smlad", "r3", "r4", "r7") TE_DW_MAC("smlatb", "r3", "r5", "r8")
#define TE_DW_LAST_K5                                                                                                                 \
    TE_DW_NEXT_K5 TE_DW_LOAD(0) TE_DW_MAC("smlad", "r0", "r4", "r6") TE_DW_MAC("smlad", "r0", "r5", "r7")                             \
        TE_DW_MAC("smlad", "r1", "r5", "r6") TE_DW_LOAD(2) TE_DW_MAC("smlatb", "r0", "r4", "r8") TE_DW_MAC("smlad", "r1", "r4", "r7") \
            TE_DW_MAC("smlatb", "r1", "r5", "r8") TE_DW_MAC("smlad", "r2", "r4", "r6") TE_DW_MAC("smlad", "r2", "r5", "r7")           \
                TE_DW_MAC("smlad", "r3", "r5", "r6") TE_DW_MAC("smlatb", "r3", "r4", "r7")
#define TE_DW_EDGE_PAIR_K5                                                                                \
    TE_DW_NEXT_K5 TE_DW_LOAD(0) TE_DW_MAC("smlad", "r0", "r4", "r6") TE_DW_MAC("smlad", "r0", "r5", "r7") \
        TE_DW_MAC("smlad", "r1", "r5", "r6") TE_DW_MAC("smlatb", "r1", "r4", "r7")

#define TE_DW_FIRST_K7                                                                                                          \
    "ldm r12!, {r6-r10}\n\t" TE_DW_LOAD(0) TE_DW_MAC("smlabt", "r0", "r4", "r7") TE_DW_MAC("smlad", "r0", "r5", "r8")           \
        TE_DW_MAC("smlatb", "r0", "r4", "r9") TE_DW_MAC("smlabt", "r1", "r4", "r6") TE_DW_MAC("smlabt", "r1", "r5", "r7")       \
            TE_DW_MAC("smlatb", "r1", "r4", "r8") TE_DW_MAC("smlatb", "r1", "r5", "r9") TE_DW_MAC("smlad", "r2", "r4", "r7")    \
                TE_DW_MAC("smlabt", "r2", "r5", "r6") TE_DW_MAC("smlad", "r3", "r4", "r6") TE_DW_MAC("smlad", "r3", "r5", "r7") \
                    TE_DW_LOAD(3) TE_DW_MAC("smlabt", "r1", "r5", "r8") TE_DW_MAC("smlad", "r2", "r4", "r8")                    \
                        TE_DW_MAC("smlabb", "r2", "r5", "r9") TE_DW_MAC("smlad", "r3", "r5", "r8") TE_DW_MAC("smlatb", "r3", "r4", "r9")
#define TE_DW_LAST_K7                                                                                                                  \
    TE_DW_NEXT_K7 TE_DW_LOAD(0) TE_DW_MAC("smlad", "r0", "r4", "r6") TE_DW_MAC("smlad", "r0", "r5", "r7")                              \
        TE_DW_MAC("smlad", "r1", "r5", "r6") TE_DW_MAC("smlatb", "r1", "r4", "r7") TE_DW_MAC("smlatb", "r2", "r4", "r6") TE_DW_LOAD(3) \
            TE_DW_MAC("smlad", "r0", "r5", "r8") TE_DW_MAC("smlatb", "r0", "r4", "r9") TE_DW_MAC("smlabt", "r1", "r5", "r7")           \
                TE_DW_MAC("smlatb", "r1", "r4", "r8") TE_DW_MAC("smlatb", "r1", "r5", "r9") TE_DW_MAC("smlad", "r2", "r4", "r7")       \
                    TE_DW_MAC("smlabt", "r2", "r5", "r6") TE_DW_MAC("smlatb", "r2", "r5", "r8") TE_DW_MAC("smlad", "r3", "r4", "r6")   \
                        TE_DW_MAC("smlad", "r3", "r5", "r7")
/* clang-format on */
#endif
