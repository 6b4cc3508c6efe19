/* The 3x3 windows of te_dwconv2d_s8_edges_asm.h: rows, output and end are in registers, the weights at sp + 20. */
#ifndef TE_DWCONV2D_S8_EDGES_K3_ASM_H
#define TE_DWCONV2D_S8_EDGES_K3_ASM_H

#include "te_dwconv2d_s8_edges_asm.h"

#if TE_ARMV7EM

/* Three kernel rows. */
#define TE_DW_EDGES_QUAD_K3(row, b0, b3) \
    row(20, "r10", b0, "r11", "r11", b3) row(28, "r12", "r0", "r1", "r2", "r3") row(36, "lr", "r0", "r1", "r2", "r3")
#define TE_DW_EDGES_MID_K3(w, p, b0, b1, b2, b3) TE_DW_QUAD_K3_S1("sp", w, p, b0, b1, b2, b3)

/* 3x3: rows and output of the channel, and of the next one; weights as pairs and the sum of each column; what FIRST and the last output
 * start with. */
#define TE_DW_EDGES_CHANNEL_K3                                           \
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
    "sadd16 r2, r2, r5\n\t"                                              \
    "sadd16 r2, r2, r7\n\t"                                              \
    "ldm r1!, {r3, r5, r6}\n\t"                                          \
    "strd r0, r1, [sp, #44]\n\t" TE_REQUANTIZE_ROW "stm sp, {r4-r7}\n\t" \
    "ldrd r9, r7, [sp, #92]\n\t"                                         \
    "mov r11, r3\n\t"                                                    \
    "smlatb r6, r2, r7, r3\n\t"                                          \
    "str r6, [sp, #16]\n\t"                                              \
    "smlabb r0, r2, r7, r3\n\t"                                          \
    "add r9, r9, r10\n\t"

/* LAST, or from 31 on one output earlier. */
#define TE_DW_EDGES_LAST_QUAD_K3 \
    "31:\n\t"                    \
    "ldr r4, [sp, #100]\n\t"     \
    "sub r10, r10, #1\n\t"       \
    "sub r12, r12, #1\n\t"       \
    "sub lr, lr, #1\n\t"         \
    "sub r8, r8, r4\n"           \
    "32:\n\t" TE_DW_EDGES_LAST_ONE "ldr r3, [sp, #16]\n\t" TE_DW_EDGES_QUAD_K3(TE_DW_LAST_K3, "r11", "r3")

#define TE_DW_EDGES_LAST_PAIR_K3                                                                                                  \
    "33:\n\t"                                                                                                                     \
    "ldr r1, [sp, #16]\n\t" TE_DW_EDGE_PAIR_K3(20, "r10", "r11", "r1") TE_DW_EDGE_PAIR_K3(28, "r12", "r0", "r1")                  \
        TE_DW_EDGE_PAIR_K3(36, "lr", "r0", "r1") TE_DW_QUANTIZE(TE_REQUANTIZE("r0") TE_REQUANTIZE("r1")) "ldr r4, [sp, #100]\n\t" \
                                                                                                         "strb r0, [r8]\n\t"      \
                                                                                                         "strb r1, [r8, r4]\n\t"  \
                                                                                                         "b 39f\n"
#define TE_DW_EDGES_LAST_OUTPUT_K3                                                                                                  \
    "34:\n\t"                                                                                                                       \
    "ldr r0, [sp, #16]\n\t" TE_DW_EDGE_ONE_K3(20, "r10", "r0") TE_DW_EDGE_ONE_K3(28, "r12", "r0") TE_DW_EDGE_ONE_K3(36, "lr", "r0") \
        TE_DW_QUANTIZE(TE_REQUANTIZE("r0")) "strb r0, [r8]\n\t"                                                                     \
                                            "b 39f\n"

#define TE_DW_EDGES_STORE_QUAD_K3 \
    "ldr r4, [sp, #100]\n\t"      \
    "strb r0, [r8]\n\t"           \
    "strb r1, [r8, r4]\n\t"       \
    "add r8, r8, r4, lsl #1\n\t"  \
    "strb r2, [r8]\n\t"           \
    "strb r3, [r8, r4]\n\t"       \
    "add r8, r8, r4, lsl #1\n\t"  \
    "cmp r10, r9\n\t"             \
    "blo 24b\n\t"                 \
    "ldr.w pc, [sp]\n\t"

#define TE_DW_EDGES_ENTER_K3                                          \
    "push {r4-r11, lr}\n\t"                                           \
    "add r1, r0, #40\n\t"                                             \
    "ldm r1, {r1-r9}\n\t"                                             \
    "push {r1-r9}\n\t"                                                \
    "ldm r0, {r1-r10}\n\t" TE_DW_EDGES_TAIL("r5") "push {r1-r10}\n\t" \
                                                  "sub sp, sp, #44\n"
#define TE_DW_EDGES_LEAVE_K3 \
    ".balign 4\n"            \
    "39:\n\t"                \
    "ldr r4, [sp, #88]\n\t"  \
    "subs r4, r4, #1\n\t"    \
    "str r4, [sp, #88]\n\t"  \
    "bne.w 1b\n\t"           \
    "add sp, sp, #120\n\t"   \
    "pop {r4-r11, pc}\n\t"
static TE_NAKED void te_dw_edges_channels_k3(const te_dw_edges_k3 *job __attribute__((unused)))
{
    __asm__(TE_DW_EDGES_ENTER_K3 "1:\n\t" TE_DW_EDGES_COPY(104, 108, 112, 116) TE_DW_EDGES_CHANNEL_K3 TE_DW_EDGES_QUAD_K3(
        TE_DW_FIRST_K3, "r0",
        "r11") "b 25f\n" TE_ASM_NEXT TE_DW_EDGES_LAST_QUAD_K3 "b 25f\n" TE_DW_EDGES_LAST_PAIR_K3 TE_DW_EDGES_LAST_OUTPUT_K3 TE_ASM_NEXT
               "24:\n\t" TE_DW_EDGES_QUAD_K3(TE_DW_EDGES_MID_K3, "r11", "r11") "25:\n\t" TE_DW_QUANTIZE_QUAD TE_DW_EDGES_STORE_QUAD_K3
                   TE_DW_EDGES_LEAVE_K3 TE_DW_EDGES_TAILS(34, 33, 31, 32));
}

#endif
#endif
