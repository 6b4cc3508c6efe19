/* One kernel row of the depthwise specials as assembly text: four outputs (QUAD), two (PAIR), one (ONE). See te_dwconv2d_s8_taps.h for
 * the scheme and te_dwconv2d_s8_asm.h for the registers: r0-r3 accumulators, r4-r5 e and o, r6-r9 weights, r10 first column.
 * b0 to b3 name the registers that an accumulator's first sum of the row is added to: r11 (the bias) in the first row. */
#ifndef TE_DWCONV2D_S8_ROWS_ASM_H
#define TE_DWCONV2D_S8_ROWS_ASM_H

/* clang-format finds a new form for these macros each time. */
/* clang-format off */
#define TE_DW_WORD(address)     \
    "ldr r4, " address "\n\t"   \
    "sxtb16 r5, r4, ror #8\n\t" \
    "sxtb16 r4, r4\n\t"
#define TE_DW_LOAD(x) TE_DW_WORD("[r10, #" #x "]")
#define TE_DW_MAC3(op, acc, x, w, base) op " " acc ", " x ", " w ", " base "\n\t"
#define TE_DW_MAC(op, acc, x, w) TE_DW_MAC3(op, acc, x, w, acc)

/* Weights and the row's address from the table, plus the column. */
#define TE_DW_NEXT_K3 "ldm r12!, {r6, r7, r10}\n\tadd r10, r10, lr\n\t"
#define TE_DW_NEXT_K5 "ldm r12!, {r6, r7, r8, r10}\n\tadd r10, r10, lr\n\t"
#define TE_DW_NEXT_K7 "ldm r12!, {r6-r10}\n\tadd r10, r10, lr\n\t"

/* 3 taps, stride 1 and 2: the row's pointer p runs on, 4 or 8 columns per quad; the weights are at `base` + w. */
#define TE_DW_QUAD_K3_S1(base, w, p, b0, b1, b2, b3)                                                                          \
    "ldrd r6, r7, [" base ", #" #w "]\n\t" TE_DW_WORD("[" p "], #2") TE_DW_MAC3("smlad", "r0", "r4", "r6", b0)                \
        TE_DW_MAC3("smlad", "r1", "r5", "r6", b1) TE_DW_MAC("smlabb", "r0", "r5", "r7") TE_DW_MAC("smlatb", "r1", "r4", "r7") \
            TE_DW_WORD("[" p "], #2") TE_DW_MAC3("smlad", "r2", "r4", "r6", b2) TE_DW_MAC3("smlad", "r3", "r5", "r6", b3)     \
                TE_DW_MAC("smlabb", "r2", "r5", "r7") TE_DW_MAC("smlatb", "r3", "r4", "r7")
#define TE_DW_QUAD_K3_S2(base, w, p, b0, b1, b2, b3) \
    "ldrd r6, r7, [" base ", #" #w "]\n\t" TE_DW_WORD("[" p "], #4") TE_DW_QUAD_K3_S2_REST(p, "ldrsb r4, [" p "]", b0, b1, b2, b3)
#define TE_DW_QUAD_K3_S2_REST(p, last, b0, b1, b2, b3)                                                                         \
    TE_DW_MAC3("smlad", "r0", "r4", "r6", b0)                                                                                  \
    TE_DW_MAC3("smlatb", "r1", "r4", "r6", b1)                                                                                 \
    TE_DW_MAC("smlabb", "r0", "r5", "r7")                                                                                      \
    TE_DW_MAC("smlatb", "r1", "r5", "r7")                                                                                      \
    TE_DW_WORD("[" p "], #4")                                                                                                  \
    TE_DW_MAC("smlabt", "r1", "r4", "r6")                                                                                      \
    TE_DW_MAC3("smlad", "r2", "r4", "r6", b2) TE_DW_MAC3("smlatb", "r3", "r4", "r6", b3) TE_DW_MAC("smlabb", "r2", "r5", "r7") \
        TE_DW_MAC("smlatb", "r3", "r5", "r7") last "\n\t" TE_DW_MAC("smlabt", "r3", "r4", "r6")
#define TE_DW_PAIR_K3_S1                                                                                  \
    TE_DW_NEXT_K3 TE_DW_LOAD(0) TE_DW_MAC("smlad", "r0", "r4", "r6") TE_DW_MAC("smlad", "r1", "r5", "r6") \
        TE_DW_MAC("smlabb", "r0", "r5", "r7") TE_DW_MAC("smlatb", "r1", "r4", "r7")
#define TE_DW_PAIR_K3_S2                                                                                   \
    TE_DW_NEXT_K3 TE_DW_LOAD(0) TE_DW_MAC("smlad", "r0", "r4", "r6") TE_DW_MAC("smlatb", "r1", "r4", "r6") \
        TE_DW_MAC("smlabb", "r0", "r5", "r7")                                                              \
            TE_DW_MAC("smlatb", "r1", "r5", "r7") "ldrsb r4, [r10, #4]\n\t" TE_DW_MAC("smlabt", "r1", "r4", "r6")
#define TE_DW_ONE_K3 TE_DW_NEXT_K3 TE_DW_LOAD(0) TE_DW_MAC("smlad", "r0", "r4", "r6") TE_DW_MAC("smlabb", "r0", "r5", "r7")

#define TE_DW_QUAD_K5_S1(b0, b1, b2, b3)                                                                                              \
    TE_DW_NEXT_K5 TE_DW_LOAD(0) TE_DW_MAC3("smlad", "r0", "r4", "r6", b0) TE_DW_MAC3("smlad", "r1", "r5", "r6", b1)                   \
        TE_DW_MAC("smlad", "r0", "r5", "r7") TE_DW_LOAD(2) TE_DW_MAC("smlatb", "r0", "r4", "r8") TE_DW_MAC("smlad", "r1", "r4", "r7") \
            TE_DW_MAC3("smlad", "r2", "r4", "r6", b2) TE_DW_MAC3("smlad", "r3", "r5", "r6", b3) TE_DW_MAC("smlatb", "r1", "r5", "r8") \
                TE_DW_MAC("smlad", "r2", "r5", "r7") TE_DW_LOAD(4) TE_DW_MAC("smlatb", "r2", "r4", "r8")                              \
                    TE_DW_MAC("smlad", "r3", "r4", "r7") TE_DW_MAC("smlatb", "r3", "r5", "r8")
#define TE_DW_QUAD_K5_S2(b0, b1, b2, b3)                                                                                                   \
    TE_DW_NEXT_K5 TE_DW_LOAD(0) TE_DW_MAC3("smlad", "r0", "r4", "r6", b0) TE_DW_MAC("smlad", "r0", "r5", "r7") TE_DW_LOAD(2)               \
        TE_DW_MAC("smlatb", "r0", "r4", "r8") TE_DW_MAC3("smlad", "r1", "r4", "r6", b1) TE_DW_MAC("smlad", "r1", "r5", "r7") TE_DW_LOAD(4) \
            TE_DW_MAC("smlatb", "r1", "r4", "r8") TE_DW_MAC3("smlad", "r2", "r4", "r6", b2) TE_DW_MAC("smlad", "r2", "r5", "r7")           \
                TE_DW_LOAD(6) TE_DW_MAC("smlatb", "r2", "r4", "r8") TE_DW_MAC3("smlad", "r3", "r4", "r6", b3)                              \
                    TE_DW_MAC("smlad", "r3", "r5", "r7") "ldrsb r4, [r10, #10]\n\t" TE_DW_MAC("smlabb", "r3", "r4", "r8")
#define TE_DW_PAIR_K5_S1                                                                                                              \
    TE_DW_NEXT_K5 TE_DW_LOAD(0) TE_DW_MAC("smlad", "r0", "r4", "r6") TE_DW_MAC("smlad", "r1", "r5", "r6")                             \
        TE_DW_MAC("smlad", "r0", "r5", "r7") TE_DW_LOAD(2) TE_DW_MAC("smlatb", "r0", "r4", "r8") TE_DW_MAC("smlad", "r1", "r4", "r7") \
            TE_DW_MAC("smlatb", "r1", "r5", "r8")
#define TE_DW_PAIR_K5_S2                                                                                                \
    TE_DW_NEXT_K5 TE_DW_LOAD(0) TE_DW_MAC("smlad", "r0", "r4", "r6") TE_DW_MAC("smlad", "r0", "r5", "r7") TE_DW_LOAD(2) \
        TE_DW_MAC("smlatb", "r0", "r4", "r8") TE_DW_MAC("smlad", "r1", "r4", "r6")                                      \
            TE_DW_MAC("smlad", "r1", "r5", "r7") "ldrsb r4, [r10, #6]\n\t" TE_DW_MAC("smlabb", "r1", "r4", "r8")
#define TE_DW_ONE_K5                                                 \
    TE_DW_NEXT_K5 TE_DW_LOAD(0) TE_DW_MAC("smlad", "r0", "r4", "r6") \
        TE_DW_MAC("smlad", "r0", "r5", "r7") "ldrsb r4, [r10, #4]\n\t" TE_DW_MAC("smlabb", "r0", "r4", "r8")

#define TE_DW_QUAD_K7_S1(b0, b1, b2, b3)                                                                                                  \
    TE_DW_NEXT_K7 TE_DW_LOAD(0) TE_DW_MAC3("smlad", "r0", "r4", "r6", b0) TE_DW_MAC3("smlad", "r1", "r5", "r6", b1)                       \
        TE_DW_MAC("smlad", "r0", "r5", "r7") TE_DW_LOAD(2) TE_DW_MAC("smlad", "r1", "r4", "r7") TE_DW_MAC3("smlad", "r2", "r4", "r6", b2) \
            TE_DW_MAC3("smlad", "r3", "r5", "r6", b3) TE_DW_MAC("smlad", "r2", "r5", "r7") TE_DW_LOAD(4)                                  \
                TE_DW_MAC("smlad", "r0", "r4", "r8") TE_DW_MAC("smlad", "r1", "r5", "r8") TE_DW_MAC("smlad", "r3", "r4", "r7")            \
                    TE_DW_MAC("smlabb", "r0", "r5", "r9") TE_DW_MAC("smlatb", "r1", "r4", "r9") TE_DW_MAC("smlatb", "r2", "r5", "r9")     \
                        TE_DW_LOAD(6) TE_DW_MAC("smlad", "r2", "r4", "r8") TE_DW_MAC("smlad", "r3", "r5", "r8")                           \
                            TE_DW_MAC("smlatb", "r3", "r4", "r9")
#define TE_DW_QUAD_K7_S2(b0, b1, b2, b3)                                                                                            \
    TE_DW_NEXT_K7 TE_DW_LOAD(0) TE_DW_MAC3("smlad", "r0", "r4", "r6", b0) TE_DW_MAC("smlad", "r0", "r5", "r7") TE_DW_LOAD(2)        \
        TE_DW_MAC3("smlad", "r1", "r4", "r6", b1) TE_DW_MAC("smlad", "r1", "r5", "r7") TE_DW_LOAD(4)                                \
            TE_DW_MAC3("smlad", "r2", "r4", "r6", b2) TE_DW_MAC("smlad", "r0", "r4", "r8") TE_DW_MAC("smlad", "r2", "r5", "r7")     \
                TE_DW_MAC("smlabb", "r0", "r5", "r9") TE_DW_LOAD(6) TE_DW_MAC3("smlad", "r3", "r4", "r6", b3)                       \
                    TE_DW_MAC("smlad", "r1", "r4", "r8") TE_DW_MAC("smlad", "r3", "r5", "r7") TE_DW_MAC("smlabb", "r1", "r5", "r9") \
                        TE_DW_LOAD(8) TE_DW_MAC("smlad", "r2", "r4", "r8") TE_DW_MAC("smlabb", "r2", "r5", "r9") TE_DW_LOAD(10)     \
                            TE_DW_MAC("smlad", "r3", "r4", "r8") TE_DW_MAC("smlabb", "r3", "r5", "r9")
#define TE_DW_PAIR_K7_S1                                                                                  \
    TE_DW_NEXT_K7 TE_DW_LOAD(0) TE_DW_MAC("smlad", "r0", "r4", "r6") TE_DW_MAC("smlad", "r1", "r5", "r6") \
        TE_DW_MAC("smlad", "r0", "r5", "r7") TE_DW_WORD("[r10, #4]") TE_DW_MAC("smlad", "r0", "r4", "r8") \
            TE_DW_MAC("smlad", "r1", "r5", "r8") TE_DW_MAC("smlabb", "r0", "r5", "r9")                    \
                TE_DW_MAC("smlatb", "r1", "r4", "r9") "ldr r4, [r10, #2]\n\tsxtb16 r4, r4\n\t" TE_DW_MAC("smlad", "r1", "r4", "r7")
#define TE_DW_PAIR_K7_S2                                                                                                             \
    TE_DW_NEXT_K7 TE_DW_LOAD(0) TE_DW_MAC("smlad", "r0", "r4", "r6") TE_DW_MAC("smlad", "r0", "r5", "r7") TE_DW_LOAD(2)              \
        TE_DW_MAC("smlad", "r1", "r4", "r6") TE_DW_MAC("smlad", "r1", "r5", "r7") TE_DW_LOAD(4) TE_DW_MAC("smlad", "r0", "r4", "r8") \
            TE_DW_MAC("smlabb", "r0", "r5", "r9") TE_DW_LOAD(6) TE_DW_MAC("smlad", "r1", "r4", "r8") TE_DW_MAC("smlabb", "r1", "r5", "r9")
#define TE_DW_ONE_K7                                                                                                    \
    TE_DW_NEXT_K7 TE_DW_LOAD(0) TE_DW_MAC("smlad", "r0", "r4", "r6") TE_DW_MAC("smlad", "r0", "r5", "r7") TE_DW_LOAD(4) \
        TE_DW_MAC("smlad", "r0", "r4", "r8") TE_DW_MAC("smlabb", "r0", "r5", "r9")

/* clang-format on */
#endif
