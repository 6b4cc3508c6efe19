/* Depthwise windows of stride 2 over whole padded rows of an even number of columns on Armv7E-M; see te_dwconv2d_s8_edges_asm.h, whose jobs
 * and frames these are. One border has k / 2 columns of padding, the other one less.
 * Per channel: the weights as pairs, FIRST (a QUAD where there is no padding before it), quads in between, then LAST (the last of an
 * overlapping quad if three are left), PAIR or ONE. With three columns of padding behind the row, the last two outputs touch them: then
 * PAIR takes the place of ONE and makes the output before it once more.
 * Budget: FIRST and LAST take a quad's 84, 169, 286 (k 3, 5, 7) and 1 to 3 instructions more for a kernel row; before that 32, 70, 110 per
 * channel. */
#ifndef TE_DWCONV2D_S8_EDGES_S2_ASM_H
#define TE_DWCONV2D_S8_EDGES_S2_ASM_H

#include "te_dwconv2d_s8_edges_k3_asm.h"
#include "te_dwconv2d_s8_edges_k57_asm.h"
#include "te_dwconv2d_s8_edges_s2_rows_asm.h"

#if TE_ARMV7EM

/* 3x3: rows and output of the channel, and of the next one; weights as pairs. r9 is the zero point, r11 the bias. */
#define TE_DW_EDGES_CHANNEL_K3_S2                                        \
    "add r9, sp, #44\n\t"                                                \
    "ldm r9!, {r0-r6, r8, r10, r12, lr}\n\t"                             \
    "add r2, r2, r8\n\t"                                                 \
    "add r3, r3, r10\n\t"                                                \
    "add r5, r5, r12\n\t"                                                \
    "add r6, r6, lr\n\t"                                                 \
    "stmdb r9, {r2, r3, r5, r6}\n\t"                                     \
    "ldr r2, [r0], #3\n\t"                                               \
    "ldr r5, [r0], #3\n\t"                                               \
    "ldr r7, [r0], #3\n\t"                                               \
    "sxtb16 r3, r2, ror #8\n\t"                                          \
    "sxtb16 r2, r2\n\t"                                                  \
    "sxtb16 r6, r5, ror #8\n\t"                                          \
    "sxtb16 r5, r5\n\t"                                                  \
    "sxtb16 r11, r7, ror #8\n\t"                                         \
    "sxtb16 r7, r7\n\t"                                                  \
    "add r9, sp, #20\n\t"                                                \
    "stm r9, {r2, r3, r5, r6, r7, r11}\n\t"                              \
    "ldm r1!, {r3, r5, r6}\n\t"                                          \
    "strd r0, r1, [sp, #44]\n\t" TE_REQUANTIZE_ROW "stm sp, {r4-r7}\n\t" \
    "mov r11, r3\n\t"
/* The end of the quads: quadsEnd columns behind r10. */
#define TE_DW_EDGES_END_K3_S2 \
    "ldr r9, [sp, #92]\n\t"   \
    "add r9, r9, r10\n\t"
#define TE_DW_EDGES_FIRST_K3_S2(row) "ldr r9, [sp, #96]\n\t" TE_DW_EDGES_QUAD_K3(row, "r11", "r11") TE_DW_EDGES_END_K3_S2 "b 25f\n"

/* How a row ends: 32 after a multiple of four outputs, 31 one output earlier. */
#define TE_DW_EDGES_TAILS_K3_S2(last, pair, one)                                                                                       \
    "31:\n\t"                                                                                                                          \
    "ldr r4, [sp, #100]\n\t"                                                                                                           \
    "sub r10, r10, #2\n\t"                                                                                                             \
    "sub r12, r12, #2\n\t"                                                                                                             \
    "sub lr, lr, #2\n\t"                                                                                                               \
    "sub r8, r8, r4\n"                                                                                                                 \
    "32:\n\t" TE_DW_EDGES_LAST_ONE last "33:\n\t" pair(20, "r10", "r11", "r11") pair(28, "r12", "r0", "r1") pair(36, "lr", "r0", "r1") \
        TE_DW_QUANTIZE(TE_REQUANTIZE("r0") TE_REQUANTIZE("r1")) "ldr r4, [sp, #100]\n\t"                                               \
                                                                "strb r0, [r8]\n\t"                                                    \
                                                                "strb r1, [r8, r4]\n\t"                                                \
                                                                "b 39f\n"                                                              \
                                                                "34:\n\t"                                                              \
                                                                "ldr r9, [sp, #96]\n\t" one(20, "r10", "r11") one(28, "r12", "r0")     \
                                                                    one(36, "lr", "r0")                                                \
                                                                        TE_DW_QUANTIZE(TE_REQUANTIZE("r0")) "strb r0, [r8]\n\t"        \
                                                                                                            "b 39f\n"

#define TE_DW_EDGES_CHANNELS_K3_S2(first, last, pair, one)                                                                 \
    __asm__(TE_DW_EDGES_ENTER_K3 "1:\n\t" TE_DW_EDGES_COPY(104, 108, 112, 116) TE_DW_EDGES_CHANNEL_K3_S2 first TE_ASM_NEXT \
            "24:\n\t" TE_DW_EDGES_QUAD_K3(TE_DW_MID_K3_S2, "r11", "r11") TE_ASM_NEXT                                       \
            "25:\n\t" TE_DW_QUANTIZE_QUAD TE_DW_EDGES_STORE_QUAD_K3 TE_DW_EDGES_TAILS_K3_S2(last, pair, one)               \
                TE_DW_EDGES_LEAVE_K3 TE_DW_EDGES_TAILS(34, 33, 31, 32))

/* 5x5 and 7x7: first zero points in starts[0], last ones in starts[1], the bias in starts[2]. */
#define TE_DW_EDGES_TABLE_K5_S2                                                                         \
    "add r9, sp, #88\n\t"                                                                               \
    "ldm r9, {r0-r3, r8}\n\t" TE_DW_EDGES_ROW_K5("r0", "", "", "") TE_DW_EDGES_ROW_K5("r1", "", "", "") \
        TE_DW_EDGES_ROW_K5("r2", "", "", "") TE_DW_EDGES_ROW_K5("r3", "", "", "") TE_DW_EDGES_ROW_K5("r8", "", "", "")
#define TE_DW_EDGES_TABLE_K7_S2 "add r10, sp, #88\n\t.rept 7\n\t" TE_DW_EDGES_ROW_K7("", "", "", "") ".endr\n\t"

/* Where the first quad and the last one find zero points: 5x5 has a register to spare, 7x7 lends that of the bias. */
#define TE_DW_EDGES_ZEROS_K5 "mov r11, r3\n\tldr r9, [sp, #24]\n\t"
#define TE_DW_EDGES_LAST_ZEROS_K5 "ldr r9, [sp, #28]\n\t"
#define TE_DW_EDGES_ZEROS_K7 "str r3, [sp, #32]\n\tldr r11, [sp, #24]\n\t"
#define TE_DW_EDGES_BIAS_K7 "ldr r11, [sp, #32]\n\t"

#define TE_DW_EDGES_PAIR_S2(k, row)                                                          \
    "ldr r2, [sp, #28]\n\t"                                                                  \
    "mov r0, r11\n\t"                                                                        \
    "mov r1, r11\n\t" TE_DW_EDGES_LOOP(23, "r3", k, row)                                     \
        TE_DW_QUANTIZE(TE_REQUANTIZE("r0") TE_REQUANTIZE("r1")) "ldrd r8, r9, [sp, #16]\n\t" \
                                                                "strb r0, [r8]\n\t"          \
                                                                "strb r1, [r8, r9]\n\t"      \
                                                                "b 39f\n"
#define TE_DW_EDGES_ONE_S2(k, row)                                                                                   \
    "ldr r2, [sp, #28]\n\t"                                                                                          \
    "mov r0, r11\n\t" TE_DW_EDGES_LOOP(26, "r3", k, row) TE_DW_QUANTIZE(TE_REQUANTIZE("r0")) "ldr r8, [sp, #16]\n\t" \
                                                                                             "strb r0, [r8]\n\t"     \
                                                                                             "b 39f\n"
/* Instead of ONE: PAIR, one output earlier. */
#define TE_DW_EDGES_PAIR_BACK    \
    "sub lr, lr, #2\n\t"         \
    "ldrd r8, r9, [sp, #16]\n\t" \
    "sub r8, r8, r9\n\t"         \
    "str r8, [sp, #16]\n\t"      \
    "b 33b\n"

#define TE_DW_EDGES_CHANNELS_S2(k, pad, table, zeros, bias, first, quad, more, lastZeros, last, pair, one)                              \
    __asm__(                                                                                                                            \
        "push {r4-r11, lr}\n\t"                                                                                                         \
        "add r1, r0, #48\n\t"                                                                                                           \
        "ldm r1, {r1-r12}\n\t"                                                                                                          \
        "push {r1-r12}\n\t"                                                                                                             \
        "ldm r0, {r1-r12}\n\t" TE_DW_EDGES_TAIL(                                                                                        \
            "r9") "push {r1-r12}\n\t"                                                                                                   \
                  "sub sp, sp, #20\n"                                                                                                   \
                  "1:\n\t" TE_DW_EDGES_COPY(72, 76, 80, 84) "ldrd r12, lr, [sp, #36]\n\t" table "str lr, [sp, #40]\n\t"                 \
                                                            "ldrd r12, r8, [sp, #44]\n\t"                                               \
                                                            "ldr r4, [sp, #52]\n\t"                                                     \
                                                            "ldm r12!, {r3, r5, r6}\n\t"                                                \
                                                            "str r12, [sp, #44]\n\t" TE_REQUANTIZE_ROW "stm sp, {r4-r8}\n\t"            \
                                                            "mov r0, r3\n\t"                                                            \
                                                            "mov r1, r3\n\t"                                                            \
                                                            "mov r2, r3\n\t" zeros                                                      \
                                                            "ldr r12, [sp, #36]\n\t" TE_DW_EDGES_LOOP(21, "lr", k, first) bias          \
        "mvn lr, #" #pad " - 1\n\t"                                                                                                     \
        "b 25f\n" TE_ASM_NEXT "24:\n\t"                                                                                                 \
        "ldr r12, [sp, #36]\n\t" quad("r11", "r11", "r11", "r11") ".rept " #more "\n\t" quad(                                           \
            "r0", "r1", "r2", "r3") ".endr\n"                                                                                           \
                                    "25:\n\t" TE_DW_QUANTIZE(TE_REQUANTIZE("r0") TE_REQUANTIZE("r1") TE_REQUANTIZE("r2") TE_REQUANTIZE( \
                                        "r3")) "ldrd r8, r9, [sp, #16]\n\t"                                                             \
                                               "strb r0, [r8]\n\t"                                                                      \
                                               "strb r1, [r8, r9]\n\t"                                                                  \
                                               "add r8, r8, r9, lsl #1\n\t"                                                             \
                                               "strb r2, [r8]\n\t"                                                                      \
                                               "strb r3, [r8, r9]\n\t"                                                                  \
                                               "add r8, r8, r9, lsl #1\n\t"                                                             \
                                               "str r8, [sp, #16]\n\t"                                                                  \
                                               "ldr r4, [sp, #64]\n\t"                                                                  \
                                               "add lr, lr, #8\n\t"                                                                     \
                                               "cmp lr, r4\n\t"                                                                         \
                                               "blt 24b\n\t"                                                                            \
                                               "ldr r12, [sp, #36]\n\t"                                                                 \
                                               "ldr.w pc, [sp]\n" TE_ASM_NEXT "31:\n\t"                                                 \
                                               "sub lr, lr, #2\n\t"                                                                     \
                                               "sub r8, r8, r9\n\t"                                                                     \
                                               "str r8, [sp, #16]\n"                                                                    \
                                               "32:\n\t" TE_DW_EDGES_LAST_ONE "mov r0, r11\n\t"                                         \
                                               "mov r1, r11\n\t"                                                                        \
                                               "mov r2, r11\n\t"                                                                        \
                                               "mov r3, r11\n\t" lastZeros TE_DW_EDGES_LOOP(                                            \
                                                   22, "r11", k, last) "b 25b\n"                                                        \
                                                                       "33:\n\t" pair "34:\n\t" one ".balign 4\n"                       \
                                                                       "39:\n\t"                                                        \
                                                                       "ldr r4, [sp, #48]\n\t"                                          \
                                                                       "ldrd r5, r6, [sp, #56]\n\t"                                     \
                                                                       "add r4, r4, r5\n\t"                                             \
                                                                       "str r4, [sp, #48]\n\t"                                          \
                                                                       "subs r6, r6, #1\n\t"                                            \
                                                                       "str r6, [sp, #60]\n\t"                                          \
                                                                       "bne.w 1b\n\t"                                                   \
                                                                       "add sp, sp, #116\n\t"                                           \
                                                                       "pop {r4-r11, pc}\n\t" TE_DW_EDGES_TAILS(34, 33, 31, 32))

static TE_NAKED void te_dw_edges_channels_k3_s2_p01(const te_dw_edges_k3 *job __attribute__((unused)))
{
    TE_DW_EDGES_CHANNELS_K3_S2(TE_DW_EDGES_END_K3_S2, TE_DW_EDGES_QUAD_K3(TE_DW_LAST_K3_S2_1, "r11", "r11") "b 25b\n", TE_DW_PAIR_K3_S2_1,
                               TE_DW_ONE_K3_S2_1);
}

static TE_NAKED void te_dw_edges_channels_k3_s2_p10(const te_dw_edges_k3 *job __attribute__((unused)))
{
    TE_DW_EDGES_CHANNELS_K3_S2(TE_DW_EDGES_FIRST_K3_S2(TE_DW_FIRST_K3_S2_1), "b 24b\n", TE_DW_PAIR_K3_S2_0, TE_DW_ONE_K3_S2_0);
}

static TE_NAKED void te_dw_edges_channels_k5_s2_p12(const te_dw_edges *job __attribute__((unused)))
{
    TE_DW_EDGES_CHANNELS_S2(5, 1, TE_DW_EDGES_TABLE_K5_S2, TE_DW_EDGES_ZEROS_K5, "", TE_DW_FIRST_K5_S2_1, TE_DW_QUAD_K5_S2, 4,
                            TE_DW_EDGES_LAST_ZEROS_K5, TE_DW_LAST_K5_S2_2, TE_DW_EDGES_PAIR_S2(5, TE_DW_PAIR_K5_S2_2),
                            TE_DW_EDGES_ONE_S2(5, TE_DW_ONE_K5_S2_2));
}

static TE_NAKED void te_dw_edges_channels_k5_s2_p21(const te_dw_edges *job __attribute__((unused)))
{
    TE_DW_EDGES_CHANNELS_S2(5, 2, TE_DW_EDGES_TABLE_K5_S2, TE_DW_EDGES_ZEROS_K5, "", TE_DW_FIRST_K5_S2_2, TE_DW_QUAD_K5_S2, 4,
                            TE_DW_EDGES_LAST_ZEROS_K5, TE_DW_LAST_K5_S2_1, TE_DW_EDGES_PAIR_S2(5, TE_DW_PAIR_K5_S2_1),
                            TE_DW_EDGES_ONE_S2(5, TE_DW_ONE_K5_S2_1));
}

static TE_NAKED void te_dw_edges_channels_k7_s2_p23(const te_dw_edges *job __attribute__((unused)))
{
    TE_DW_EDGES_CHANNELS_S2(7, 2, TE_DW_EDGES_TABLE_K7_S2, TE_DW_EDGES_ZEROS_K7, TE_DW_EDGES_BIAS_K7, TE_DW_FIRST_K7_S2_2, TE_DW_QUAD_K7_S2,
                            6, "", TE_DW_LAST_K7_S2_3, TE_DW_EDGES_PAIR_S2(7, TE_DW_PAIR_K7_S2_3), TE_DW_EDGES_PAIR_BACK);
}

static TE_NAKED void te_dw_edges_channels_k7_s2_p32(const te_dw_edges *job __attribute__((unused)))
{
    TE_DW_EDGES_CHANNELS_S2(7, 3, TE_DW_EDGES_TABLE_K7_S2, TE_DW_EDGES_ZEROS_K7, TE_DW_EDGES_BIAS_K7, TE_DW_FIRST_K7_S2_3, TE_DW_QUAD_K7_S2,
                            6, "", TE_DW_LAST_K7_S2_2, TE_DW_EDGES_PAIR_S2(7, TE_DW_PAIR_K7_S2_2),
                            TE_DW_EDGES_ONE_S2(7, TE_DW_ONE_K7_S2_2));
}

#endif
#endif
