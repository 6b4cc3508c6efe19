/* Widening of row-planar pixels: the bytes of neighbouring pixels lie side by side, those of a channel and the next `channel` bytes apart.
 * Halfwords of two channels go together first, then SXTB16 makes the pairs of te_dot_s8.h of them. Nothing outside the pixels is read. */
#ifndef TE_WIDEN_S8_PLANAR_H
#define TE_WIDEN_S8_PLANAR_H

#include "te_widen_s8.h"

#if TE_ARMV7EM
/* `groups` whole groups of four pixels: 20 instructions for 16 bytes. */
TE_SHARED TE_NAKED void te_widen_s8_planar_quads(uint32_t *to __attribute__((unused)), const int8_t *in __attribute__((unused)),
                                                 int32_t channel __attribute__((unused)), int32_t groups __attribute__((unused)))
{
    __asm__("push {r4-r11, lr}\n\t"
            "add lr, r2, r2, lsl #1\n"
            "0:\n\t"
            "ldr r5, [r1, r2]\n\t"
            "ldr r6, [r1, r2, lsl #1]\n\t"
            "ldr r7, [r1, lr]\n\t"
            "ldr r4, [r1]\n\t"
            "add r1, r1, r2, lsl #2\n\t"
            "pkhbt r8, r4, r6, lsl #16\n\t"
            "pkhtb r6, r6, r4, asr #16\n\t"
            "pkhbt r10, r5, r7, lsl #16\n\t"
            "pkhtb r11, r7, r5, asr #16\n\t"
            "sxtb16 r4, r8\n\t"
            "sxtb16 r5, r8, ror #8\n\t"
            "sxtb16 r7, r6, ror #8\n\t"
            "sxtb16 r6, r6\n\t"
            "sxtb16 r8, r10\n\t"
            "sxtb16 r9, r10, ror #8\n\t"
            "sxtb16 r10, r11\n\t"
            "sxtb16 r11, r11, ror #8\n\t"
            "stmia r0!, {r4-r11}\n\t"
            "subs r3, r3, #1\n\t"
            "bne 0b\n\t"
            "pop {r4-r11, pc}");
}

/* Two channels of five pixels, at r1 and r12. */
#define TE_WIDEN_S8_PLANAR_TWO      \
    "ldr r4, [r1]\n\t"              \
    "ldr r6, [r12]\n\t"             \
    "ldrsb r8, [r1, #4]\n\t"        \
    "ldrsb r9, [r12, #4]\n\t"       \
    "pkhbt r5, r4, r6, lsl #16\n\t" \
    "pkhtb r7, r6, r4, asr #16\n\t" \
    "sxtb16 r4, r5\n\t"             \
    "sxtb16 r5, r5, ror #8\n\t"     \
    "sxtb16 r6, r7\n\t"             \
    "sxtb16 r7, r7, ror #8\n\t"     \
    "pkhbt r8, r8, r9, lsl #16\n\t" \
    "stmia r0!, {r4-r8}\n\t"

/* `groups` whole groups of five pixels: 30 instructions for 20 bytes. */
TE_SHARED TE_NAKED void te_widen_s8_planar_fives(uint32_t *to __attribute__((unused)), const int8_t *in __attribute__((unused)),
                                                 int32_t channel __attribute__((unused)), int32_t groups __attribute__((unused)))
{
    __asm__("push {r4-r9, lr}\n\t"
            "add lr, r2, r2, lsl #1\n"
            "0:\n\t"
            "add r12, r1, r2, lsl #1\n\t" TE_WIDEN_S8_PLANAR_TWO "add r1, r1, r2\n\t"
            "add r12, r12, r2\n\t" TE_WIDEN_S8_PLANAR_TWO "add r1, r1, lr\n\t"
            "subs r3, r3, #1\n\t"
            "bne 0b\n\t"
            "pop {r4-r9, pc}");
}

/* `groups` whole groups of two pixels: 14 instructions for 8 bytes. */
TE_SHARED TE_NAKED void te_widen_s8_planar_pairs(uint32_t *to __attribute__((unused)), const int8_t *in __attribute__((unused)),
                                                 int32_t channel __attribute__((unused)), int32_t groups __attribute__((unused)))
{
    __asm__("push {r4-r7, lr}\n\t"
            "add lr, r2, r2, lsl #1\n"
            "0:\n\t"
            "ldrh r5, [r1, r2, lsl #1]\n\t"
            "ldrh r6, [r1, r2]\n\t"
            "ldrh r7, [r1, lr]\n\t"
            "ldrh r4, [r1]\n\t"
            "add r1, r1, r2, lsl #2\n\t"
            "orr r5, r4, r5, lsl #16\n\t"
            "orr r7, r6, r7, lsl #16\n\t"
            "sxtb16 r4, r5\n\t"
            "sxtb16 r5, r5, ror #8\n\t"
            "sxtb16 r6, r7\n\t"
            "sxtb16 r7, r7, ror #8\n\t"
            "stmia r0!, {r4-r7}\n\t"
            "subs r3, r3, #1\n\t"
            "bne 0b\n\t"
            "pop {r4-r7, pc}");
}
#endif

/* All `lanes` pixels of a block. */
TE_ALWAYS_INLINE void te_widen_s8_planar(uint32_t *to, int32_t lanes, const int8_t *in, int32_t channel, int32_t depth)
{
    int32_t done = 0;
#if TE_ARMV7EM
    if (depth >= 4 && lanes > 1) {
        done = depth & ~3;
        if (lanes == 5)
            te_widen_s8_planar_fives(to, in, channel, done / 4);
        else if (lanes == 4)
            te_widen_s8_planar_quads(to, in, channel, done / 4);
        else
            te_widen_s8_planar_pairs(to, in, channel, done / 4);
    }
#endif
    for (int32_t i = 0; i < lanes && done < depth; i++)
        te_widen_s8(to + done / 2 * lanes, lanes, i, in + i + done * channel, channel, depth - done);
}

#endif
