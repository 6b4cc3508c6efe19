/* Four outputs of a depthwise channel at a time, kernel rows in words of four taps, the last one masked to the taps that it has.
 * Budget: 26 instructions for a word (16 MACs), 34 for the last one and the row; around that 56 for 4 outputs, of them 20 requantization.
 * 10x8: 2.0 instructions per MAC, 3x3: 4.3.
 * Registers: r0-r3 accumulators, r4 column, r5 weights, r6 step, lr 3 steps, r7 words left, r8-r9 weights as pairs, r10-r11 a window's
 * pairs, r12 job. */
#ifndef TE_DWCONV2D_S8_GENERIC_ASM_H
#define TE_DWCONV2D_S8_GENERIC_ASM_H

#include <stddef.h>

#include "te_fixed.h"
#include "te_requantize_asm.h"

/* The assembly reads and writes the members by their position (byte offset). */
typedef struct {
    int32_t words;             /*  0: whole words of a kernel row before the last one, full or not */
    uint32_t mask;             /*  4: of the last one */
    int32_t taps;              /*  8: of the last one */
    int32_t lineSkip;          /* 12: from a row's last word to the next row's first */
    const int8_t *weights;     /* 16 */
    int32_t kernelHeight;      /* 20 */
    const int8_t *row;         /* 24: first window of the quad */
    int32_t quadStep;          /* 28: columns from quad to quad */
    int8_t *out;               /* 32 */
    int32_t pixel;             /* 36 */
    int32_t quads;             /* 40 */
    const te_requant *requant; /* 44 */
    int32_t step;              /* 48: columns from window to window */
    int32_t rowsLeft;          /* 52 */
} te_dw_generic;

#if TE_ARMV7EM
TE_AT(te_dw_generic, words, 0);
TE_AT(te_dw_generic, mask, 4);
TE_AT(te_dw_generic, taps, 8);
TE_AT(te_dw_generic, lineSkip, 12);
TE_AT(te_dw_generic, weights, 16);
TE_AT(te_dw_generic, kernelHeight, 20);
TE_AT(te_dw_generic, row, 24);
TE_AT(te_dw_generic, quadStep, 28);
TE_AT(te_dw_generic, out, 32);
TE_AT(te_dw_generic, pixel, 36);
TE_AT(te_dw_generic, quads, 40);
TE_AT(te_dw_generic, requant, 44);
TE_AT(te_dw_generic, step, 48);
TE_AT(te_dw_generic, rowsLeft, 52);
#endif

TE_ALWAYS_INLINE int32_t te_dw_generic_dot(int32_t acc, uint32_t in, uint32_t w)
{
    return te_smlad(te_sxtb16_ror8(in), te_sxtb16_ror8(w), te_smlad(te_sxtb16(in), te_sxtb16(w), acc));
}

#if TE_ARMV7EM
#define TE_DW_GENERIC_WINDOW(acc, address) \
    "ldr r10, [r4" address "]\n\t"         \
    "sxtb16 r11, r10, ror #8\n\t"          \
    "sxtb16 r10, r10\n\t"                  \
    "smlad " acc ", r10, r8, " acc "\n\t"  \
    "smlad " acc ", r11, r9, " acc "\n\t"
#define TE_DW_GENERIC_WORD                                                                                                           \
    "sxtb16 r9, r8, ror #8\n\t"                                                                                                      \
    "sxtb16 r8, r8\n\t" TE_DW_GENERIC_WINDOW("r0", "") TE_DW_GENERIC_WINDOW("r1", ", r6") TE_DW_GENERIC_WINDOW("r2", ", r6, lsl #1") \
        TE_DW_GENERIC_WINDOW("r3", ", lr")

TE_SHARED TE_NAKED void TE_BY_ENCODING(te_dw_generic_quads_asm)(te_dw_generic *job __attribute__((unused)))
{
    __asm__("push {r4-r11, lr}\n\t"
            "mov r12, r0\n\t"
            "ldr lr, [r12, #48]\n\t"
            "add lr, lr, lr, lsl #1\n"
            "0:\n\t"
            "ldr r6, [r12, #48]\n\t"
            "ldr r7, [r12, #44]\n\t"
            "ldr r0, [r7]\n\t"
            "mov r1, r0\n\t"
            "mov r2, r0\n\t"
            "mov r3, r0\n\t"
            "ldr r4, [r12, #24]\n\t"
            "ldrd r5, r7, [r12, #16]\n\t"
            "str r7, [r12, #52]\n"
            "1:\n\t"
            "ldr r7, [r12]\n\t"
            "cmp r7, #0\n\t"
            "beq 3f\n"
            "2:\n\t"
            "ldr r8, [r5], #4\n\t" TE_DW_GENERIC_WORD "add r4, r4, #4\n\t"
            "subs r7, r7, #1\n\t"
            "bne 2b\n"
            "3:\n\t"
            "ldr r8, [r5]\n\t"
            "ldrd r10, r11, [r12, #4]\n\t"
            "and r8, r8, r10\n\t"
            "add r5, r5, r11\n\t" TE_DW_GENERIC_WORD "ldr r10, [r12, #12]\n\t"
            "add r4, r4, r10\n\t"
            "ldr r7, [r12, #52]\n\t"
            "subs r7, r7, #1\n\t"
            "str r7, [r12, #52]\n\t"
            "bne 1b\n\t"
            "ldr r7, [r12, #44]\n\t"
            "ldm r7, {r4-r6}\n\t" TE_REQUANTIZE_ROW TE_REQUANTIZE_OPEN TE_REQUANTIZE("r0") TE_REQUANTIZE("r1") TE_REQUANTIZE("r2")
                TE_REQUANTIZE("r3") TE_REQUANTIZE_CLOSE "ldrd r8, r9, [r12, #32]\n\t"
                                                        "strb r0, [r8]\n\t"
                                                        "strb r1, [r8, r9]\n\t"
                                                        "add r8, r8, r9, lsl #1\n\t"
                                                        "strb r2, [r8]\n\t"
                                                        "strb r3, [r8, r9]\n\t"
                                                        "add r8, r8, r9, lsl #1\n\t"
                                                        "str r8, [r12, #32]\n\t"
                                                        "ldrd r4, r5, [r12, #24]\n\t"
                                                        "add r4, r4, r5\n\t"
                                                        "str r4, [r12, #24]\n\t"
                                                        "ldr r4, [r12, #40]\n\t"
                                                        "subs r4, r4, #1\n\t"
                                                        "str r4, [r12, #40]\n\t"
                                                        "bne 0b\n\t"
                                                        "pop {r4-r11, pc}");
}
#define te_dw_generic_quads(job, anyshift) ((void)(anyshift), TE_BY_ENCODING(te_dw_generic_quads_asm)(job))
#else
#define te_dw_generic_quads(job, anyshift) te_dw_generic_words(*(job), anyshift)
#endif

#endif
