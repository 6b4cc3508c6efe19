/* First layers: four windows of three runs of 9 bytes (3x3 taps of 3 channels), straight from the rows to int16 pairs, without the copy
 * to bytes that runs of odd lengths otherwise take. 125 instructions for the four.
 * Registers: r0 to, r1 row, r4-r11 a group of four windows, r2, r3, r12 distance of windows 1 to 3 from r1 (less 4: window 0 moves r1 on),
 * lr next row. */
#ifndef TE_IM2COL_K3X9_ASM_H
#define TE_IM2COL_K3X9_ASM_H

#include "te_simd.h"

#if TE_ARMV7EM

#define TE_IM2COL_LOAD(op, row, a, b, c, d) \
    op " " a ", [" row "], #4\n\t" op " " b ", [" row ", r2]\n\t" op " " c ", [" row ", r3]\n\t" op " " d ", [" row ", r12]\n\t"
#define TE_IM2COL_PUT(e, o)    \
    "sxtb16 r4, r8" e "\n\t"   \
    "sxtb16 r8, r8" o "\n\t"   \
    "sxtb16 r5, r9" e "\n\t"   \
    "sxtb16 r9, r9" o "\n\t"   \
    "sxtb16 r6, r10" e "\n\t"  \
    "sxtb16 r10, r10" o "\n\t" \
    "sxtb16 r7, r11" e "\n\t"  \
    "sxtb16 r11, r11" o "\n\t" \
    "stmia r0!, {r4-r11}\n\t"
#define TE_IM2COL_GROUP TE_IM2COL_LOAD("ldr", "r1", "r8", "r9", "r10", "r11") TE_IM2COL_PUT("", ", ror #8")
/* A group that begins with the last bytes of one row and ends with the first ones of the next, whose address is on the stack. */
#define TE_IM2COL_SEAM(op, at, bits)                                                                 \
    "ldr lr, [sp, #" #at "]\n\t" TE_IM2COL_LOAD(op, "r1", "r4", "r5", "r6", "r7")                    \
        TE_IM2COL_LOAD("ldr", "lr", "r8", "r9", "r10", "r11") "orr r8, r4, r8, lsl #" #bits "\n\t"   \
                                                              "orr r9, r5, r9, lsl #" #bits "\n\t"   \
                                                              "orr r10, r6, r10, lsl #" #bits "\n\t" \
                                                              "orr r11, r7, r11, lsl #" #bits "\n\t" \
                                                              "sub r1, lr, #" #bits " / 8\n\t" TE_IM2COL_PUT("", ", ror #8")

/* The windows start at rows[ky] + offset, `step` bytes apart. The last group takes the byte before its three; its weight is 0. */
TE_SHARED TE_NAKED void te_im2col_k3x9(uint32_t *to __attribute__((unused)), const int8_t *const *rows __attribute__((unused)),
                                       int32_t offset __attribute__((unused)), int32_t step __attribute__((unused)))
{
    __asm__("push {r4-r11, lr}\n\t"
            "ldm r1, {r1, r4, r5}\n\t"
            "add r1, r1, r2\n\t"
            "add r4, r4, r2\n\t"
            "add r5, r5, r2\n\t"
            "push {r4, r5}\n\t"
            "sub r2, r3, #4\n\t"
            "add r12, r3, r3, lsl #1\n\t"
            "sub r12, r12, #4\n\t"
            "lsl r3, r3, #1\n\t"
            "sub r3, r3, #4\n\t" TE_IM2COL_GROUP TE_IM2COL_GROUP TE_IM2COL_SEAM("ldrb", 0, 8) TE_IM2COL_GROUP TE_IM2COL_SEAM("ldrh", 4, 16)
                TE_IM2COL_GROUP "sub r1, r1, #1\n\t" TE_IM2COL_LOAD("ldr", "r1", "r8", "r9", "r10", "r11")
                    TE_IM2COL_PUT(", ror #8", ", ror #16") "add sp, sp, #8\n\t"
                                                           "pop {r4-r11, pc}");
}

#endif
#endif
