/* The 5x5 and 7x7 windows of te_dwconv2d_s8_edges_asm.h: weights and rows are in a table, like those of te_dwconv2d_s8_asm.h. */
#ifndef TE_DWCONV2D_S8_EDGES_K57_ASM_H
#define TE_DWCONV2D_S8_EDGES_K57_ASM_H

#include "te_dwconv2d_s8_edges_asm.h"

#if TE_ARMV7EM

#define TE_DW_EDGES_ROW_K5(step, s0, s1, s2) \
    "ldr r4, [lr], #4\n\t"                   \
    "ldr r7, [r12, #12]\n\t"                 \
    "sxtb16 r5, r4, ror #8\n\t"              \
    "ldrsb r6, [lr], #1\n\t"                 \
    "sxtb16 r4, r4\n\t"                      \
    "add r7, r7, " step "\n\t"               \
    "stmia r12!, {r4-r7}\n\t" s0 s1 s2
#define TE_DW_EDGES_NEXT_K5(step) TE_DW_EDGES_ROW_K5(step, "sadd16 r9, r9, r4\n\t", "sadd16 r10, r10, r5\n\t", "add r11, r11, r6\n\t")

/* The table and the sums of its columns; then r0 to r3 are what FIRST starts with, starts[] what the last outputs do, and r11 the bias. */
#define TE_DW_EDGES_TABLE_K5                                                                                                             \
    "add r9, sp, #88\n\t"                                                                                                                \
    "ldm r9, {r0-r3, r8}\n\t" TE_DW_EDGES_ROW_K5("r0", "mov r9, r4\n\t", "mov r10, r5\n\t", "mov r11, r6\n\t") TE_DW_EDGES_NEXT_K5("r1") \
        TE_DW_EDGES_NEXT_K5("r2") TE_DW_EDGES_NEXT_K5("r3") TE_DW_EDGES_NEXT_K5("r8")
#define TE_DW_EDGES_STARTS_K5    \
    "mla r4, r11, r7, r3\n\t"    \
    "smlatb r5, r10, r7, r4\n\t" \
    "strd r4, r5, [sp, #28]\n\t" \
    "smlabb r1, r9, r7, r3\n\t"  \
    "smlabb r0, r10, r7, r1\n\t" \
    "mov r2, r3\n\t"

#define TE_DW_EDGES_ROW_K7(s0, s1, s2, s3) \
    "ldr r4, [lr], #3\n\t"                 \
    "ldr r6, [lr], #4\n\t"                 \
    "ldr r8, [r12, #16]\n\t"               \
    "ldr r9, [r10], #4\n\t"                \
    "sxtb16 r5, r4, ror #8\n\t"            \
    "sxtb16 r4, r4\n\t"                    \
    "sxtb16 r7, r6\n\t"                    \
    "sxtb16 r6, r6, ror #8\n\t"            \
    "asr r7, r7, #16\n\t"                  \
    "add r8, r8, r9\n\t"                   \
    "stmia r12!, {r4-r8}\n\t" s0 s1 s2 s3
#define TE_DW_EDGES_TABLE_K7                                                                                                          \
    "add r10, sp, #88\n\t" TE_DW_EDGES_ROW_K7(                                                                                        \
        "mov r0, r4\n\t", "mov r1, r5\n\t", "mov r2, r6\n\t",                                                                         \
        "mov r3, r7\n\t") ".rept 6\n\t" TE_DW_EDGES_ROW_K7("sadd16 r0, r0, r4\n\t", "sadd16 r1, r1, r5\n\t", "sadd16 r2, r2, r6\n\t", \
                                                           "add r3, r3, r7\n\t") ".endr\n\t"                                          \
                                                                                 "mov r9, r3\n\t"
#define TE_DW_EDGES_STARTS_K7   \
    "smlatb r4, r2, r7, r3\n\t" \
    "mla r5, r9, r7, r4\n\t"    \
    "smlabb r6, r2, r7, r5\n\t" \
    "add r8, sp, #24\n\t"       \
    "stm r8, {r4-r6}\n\t"       \
    "smlabb r2, r0, r7, r3\n\t" \
    "smlabb r1, r1, r7, r2\n\t" \
    "smlatb r0, r0, r7, r1\n\t"

/* LAST: what r1 starts with. */
#define TE_DW_EDGES_START_K5 "mov r1, r11\n\t"
#define TE_DW_EDGES_START_K7 "ldr r1, [sp, #24]\n\t"

/* A loop over the kernel's rows, counted in `counter`. */
#define TE_DW_EDGES_LOOP(label, counter, k, row) \
    "mov " counter ", #" #k "\n" #label ":\n\t" row "subs " counter ", " counter ", #1\n\tbne " #label "b\n\t"

/* How a row of 5x5 or 7x7 ends, in order of the outputs left: 5x5 2 to 5, 7x7 3 to 6. The one or two outputs before LAST touch no
 * padding. */
#define TE_DW_EDGES_ADVANCE(outputs) \
    "str r8, [sp, #16]\n\t"          \
    "add lr, lr, #" #outputs "\n\t"  \
    "ldr r12, [sp, #36]\n\t"         \
    "b 32b\n"
#define TE_DW_EDGES_ONE(k, row)                                                                                           \
    "mov r0, r11\n\t" TE_DW_EDGES_LOOP(26, "r3", k, row) TE_DW_QUANTIZE(TE_REQUANTIZE("r0")) "ldrd r8, r9, [sp, #16]\n\t" \
                                                                                             "strb r0, [r8]\n\t"          \
                                                                                             "add r8, r8, r9\n\t" TE_DW_EDGES_ADVANCE(1)
#define TE_DW_EDGES_PAIR_K5                                                                  \
    "ldrd r0, r1, [sp, #28]\n\t" TE_DW_EDGES_LOOP(23, "r3", 5, TE_DW_EDGE_PAIR_K5)           \
        TE_DW_QUANTIZE(TE_REQUANTIZE("r0") TE_REQUANTIZE("r1")) "ldrd r8, r9, [sp, #16]\n\t" \
                                                                "strb r0, [r8]\n\t"          \
                                                                "strb r1, [r8, r9]\n\t"      \
                                                                "b 39f\n"
#define TE_DW_EDGES_PAIR_K7                                                                  \
    "mov r0, r11\n\t"                                                                        \
    "mov r1, r11\n\t" TE_DW_EDGES_LOOP(23, "r3", 7, TE_DW_PAIR_K7_S1)                        \
        TE_DW_QUANTIZE(TE_REQUANTIZE("r0") TE_REQUANTIZE("r1")) "ldrd r8, r9, [sp, #16]\n\t" \
                                                                "strb r0, [r8]\n\t"          \
                                                                "strb r1, [r8, r9]\n\t"      \
                                                                "add r8, r8, r9, lsl #1\n\t" TE_DW_EDGES_ADVANCE(2)

#define TE_DW_EDGES_CHANNELS(k, pad, table, starts, first, quad, more, start, last, pair, one, tails)                               \
    __asm__("push {r4-r11, lr}\n\t"                                                                                                 \
            "add r1, r0, #48\n\t"                                                                                                   \
            "ldm r1, {r1-r12}\n\t"                                                                                                  \
            "push {r1-r12}\n\t"                                                                                                     \
            "ldm r0, {r1-r12}\n\t" TE_DW_EDGES_TAIL(                                                                                \
                "r9") "push {r1-r12}\n\t"                                                                                           \
                      "sub sp, sp, #20\n"                                                                                           \
                      "1:\n\t" TE_DW_EDGES_COPY(                                                                                    \
                          72, 76, 80,                                                                                               \
                          84) "ldrd r12, lr, [sp, #36]\n\t" table "str lr, [sp, #40]\n\t"                                           \
                              "ldrd r12, r8, [sp, #44]\n\t"                                                                         \
                              "ldr r4, [sp, #52]\n\t"                                                                               \
                              "ldm r12!, {r3, r5, r6}\n\t"                                                                          \
                              "str r12, [sp, #44]\n\t" TE_REQUANTIZE_ROW "stm sp, {r4-r8}\n\t"                                      \
                              "ldr r7, [sp, #68]\n\t" starts "mov r11, r3\n\t"                                                      \
                              "ldr r12, [sp, #36]\n\t" TE_DW_EDGES_LOOP(                                                            \
                                  21, "lr", k,                                                                                      \
                                  first) "mvn lr, #" #pad " - 1\n\t"                                                                \
                                         "b 25f\n" TE_ASM_NEXT "24:\n\t"                                                            \
                                         "ldr r12, [sp, #36]\n\t" quad("r11", "r11", "r11", "r11") ".rept " #more "\n\t" quad(      \
                                             "r0", "r1", "r2",                                                                      \
                                             "r3") ".endr\n"                                                                        \
                                                   "25:\n\t" TE_DW_QUANTIZE(                                                        \
                                                       TE_REQUANTIZE("r0") TE_REQUANTIZE("r1") TE_REQUANTIZE("r2") TE_REQUANTIZE(   \
                                                           "r3")) "ldrd r8, r9, [sp, #16]\n\t"                                      \
                                                                  "strb r0, [r8]\n\t"                                               \
                                                                  "strb r1, [r8, r9]\n\t"                                           \
                                                                  "add r8, r8, r9, lsl #1\n\t"                                      \
                                                                  "strb r2, [r8]\n\t"                                               \
                                                                  "strb r3, [r8, r9]\n\t"                                           \
                                                                  "add r8, r8, r9, lsl #1\n\t"                                      \
                                                                  "str r8, [sp, #16]\n\t"                                           \
                                                                  "ldr r4, [sp, #64]\n\t"                                           \
                                                                  "add lr, lr, #4\n\t"                                              \
                                                                  "cmp lr, r4\n\t"                                                  \
                                                                  "blt 24b\n\t"                                                     \
                                                                  "ldr r12, [sp, #36]\n\t"                                          \
                                                                  "ldr.w pc, [sp]\n" TE_ASM_NEXT "31:\n\t"                          \
                                                                  "sub lr, lr, #1\n\t"                                              \
                                                                  "sub r8, r8, r9\n\t"                                              \
                                                                  "str r8, [sp, #16]\n"                                             \
                                                                  "32:\n\t" TE_DW_EDGES_LAST_ONE "ldrd r2, r3, [sp, #28]\n\t"       \
                                                                  "mov r0, r11\n\t" start TE_DW_EDGES_LOOP(                         \
                                                                      22, "r11", k, last) "b 25b\n"                                 \
                                                                                          "33:\n\t" pair "34:\n\t" TE_DW_EDGES_ONE( \
                                                                                              k, one) ".balign 4\n"                 \
                                                                                                      "39:\n\t"                     \
                                                                                                      "ldr r4, [sp, #48]\n\t"       \
                                                                                                      "ldrd r5, r6, [sp, #56]\n\t"  \
                                                                                                      "add r4, r4, r5\n\t"          \
                                                                                                      "str r4, [sp, #48]\n\t"       \
                                                                                                      "subs r6, r6, #1\n\t"         \
                                                                                                      "str r6, [sp, #60]\n\t"       \
                                                                                                      "bne.w 1b\n\t"                \
                                                                                                      "add sp, sp, #116\n\t"        \
                                                                                                      "pop {r4-r11, pc}\n\t" tails)

static TE_NAKED void te_dw_edges_channels_k5(const te_dw_edges *job __attribute__((unused)))
{
    TE_DW_EDGES_CHANNELS(5, 2, TE_DW_EDGES_TABLE_K5, TE_DW_EDGES_STARTS_K5, TE_DW_FIRST_K5, TE_DW_QUAD_K5_S1, 4, TE_DW_EDGES_START_K5,
                         TE_DW_LAST_K5, TE_DW_EDGES_PAIR_K5, TE_DW_ONE_K5, TE_DW_EDGES_TAILS(33, 31, 32, 34));
}

static TE_NAKED void te_dw_edges_channels_k7(const te_dw_edges *job __attribute__((unused)))
{
    TE_DW_EDGES_CHANNELS(7, 3, TE_DW_EDGES_TABLE_K7, TE_DW_EDGES_STARTS_K7, TE_DW_FIRST_K7, TE_DW_QUAD_K7_S1, 6, TE_DW_EDGES_START_K7,
                         TE_DW_LAST_K7, TE_DW_EDGES_PAIR_K7, TE_DW_ONE_K7, TE_DW_EDGES_TAILS(31, 32, 34, 33));
}

#endif
#endif
