/* 1 pixel x 2 channels per pass, two groups a step: fully connected layers and the last pixel of an odd run.
 * Budget: 18 instructions for 16 MACs (2 LDM, 8 SXTB16, 8 SMLAD); around that 30 for 2 outputs, of them 10 requantization; 2 per 8 groups
 * for the loop. Depth 160: 1.24 instructions per MAC.
 * Registers: r0-r1 accumulators, r2 half a weight word, r3 steps left, r4-r7 weights, r8-r11 inputs, r12 weights, lr in. */
#ifndef TE_BLOCK_S8_1_H
#define TE_BLOCK_S8_1_H

#include "te_block_s8.h"

#if TE_ARMV7EM
/* An even number of channels. An odd group comes first; then the loop is entered so that its first round does (steps - 1) % 4 + 1 of its
 * four copies. On the stack: out, where to go after the odd group, channel, requant, in, steps, end, where to go first. */
TE_SHARED TE_NAKED void TE_BY_ENCODING(te_block_s8_1_pairs)(const te_block_s8 *b __attribute__((unused)))
{
    __asm__("push {r4-r11, lr}\n\t"
            "ldm r0, {r1-r8}\n\t"
            "mov r12, r8\n\t"
            "and r11, r6, #1\n\t"
            "lsrs r6, r6, #1\n\t"
            "rsb r9, r6, #0\n\t"
            "and r9, r9, #3\n\t"
            "mov r10, #72\n\t"
            "adr.w r2, 1f\n\t"
            "mla r2, r9, r10, r2\n\t"
            "cbnz r6, 4f\n\t"
            "adr.w r2, 2f\n"
            "4:\n\t"
            "add r2, r2, #1\n\t"
            "mov r8, r2\n\t"
            "cmp r11, #0\n\t"
            "beq 5f\n\t"
            "adr.w r8, 3f\n\t"
            "add r8, r8, #1\n"
            "5:\n\t"
            "push {r1-r8}\n\t"
            "mov r7, r4\n"
            "0:\n\t"
            "ldr r0, [r7]\n\t"
            "ldr r1, [r7, #12]\n\t"
            "ldrd lr, r3, [sp, #16]\n\t"
            "ldr.w pc, [sp, #28]\n"
            "3:\n\t"
            "ldrd r4, r5, [r12], #8\n\t"
            "ldrd r8, r9, [lr], #8\n\t"
            "sxtb16 r2, r4\n\t"
            "sxtb16 r4, r4, ror #8\n\t"
            "smlad r0, r8, r2, r0\n\t"
            "sxtb16 r2, r5\n\t"
            "sxtb16 r5, r5, ror #8\n\t"
            "smlad r1, r8, r2, r1\n\t"
            "smlad r0, r9, r4, r0\n\t"
            "smlad r1, r9, r5, r1\n\t"
            "ldr.w pc, [sp, #4]\n\t"
            ".balign 4\n"
            "1:\n\t"
            ".rept 4\n\t"
            "ldmia.w r12!, {r4-r7}\n\t"
            "ldmia.w lr!, {r8-r11}\n\t"
            "sxtb16 r2, r4\n\t"
            "sxtb16 r4, r4, ror #8\n\t"
            "smlad r0, r8, r2, r0\n\t"
            "sxtb16 r2, r5\n\t"
            "sxtb16 r5, r5, ror #8\n\t"
            "smlad r1, r8, r2, r1\n\t"
            "smlad r0, r9, r4, r0\n\t"
            "sxtb16 r2, r6\n\t"
            "sxtb16 r6, r6, ror #8\n\t"
            "smlad r1, r9, r5, r1\n\t"
            "smlad r0, r10, r2, r0\n\t"
            "sxtb16 r2, r7\n\t"
            "sxtb16 r7, r7, ror #8\n\t"
            "smlad r1, r10, r2, r1\n\t"
            "smlad r0, r11, r6, r0\n\t"
            "smlad r1, r11, r7, r1\n\t"
            ".endr\n\t"
            "subs r3, r3, #4\n\t"
            "bgt 1b\n"
            "2:\n\t"
            "ldm sp, {r8-r11}\n\t"
            "ldm r11!, {r4-r6}\n\t" TE_REQUANTIZE_ROW TE_REQUANTIZE_OPEN TE_REQUANTIZE(
                "r0") "strb r0, [r8]\n\t" TE_REQUANTIZE_CLOSE
                      "ldm r11!, {r4-r6}\n\t" TE_REQUANTIZE_ROW TE_REQUANTIZE_OPEN TE_REQUANTIZE("r1") TE_REQUANTIZE_CLOSE
            "strb r1, [r8, r10]\n\t"
            "add r8, r8, r10, lsl #1\n\t"
            "str r8, [sp]\n\t"
            "str r11, [sp, #12]\n\t"
            "mov r7, r11\n\t"
            "ldr r4, [sp, #24]\n\t"
            "cmp r11, r4\n\t"
            "bne 0b\n\t"
            "add sp, sp, #32\n\t"
            "pop {r4-r11, pc}");
}
#endif

TE_ALWAYS_INLINE void te_block_s8_1_portable(te_block_s8 b, int anyshift)
{
    for (; b.requant < b.end; b.requant += 2, b.weights += 8 * b.groups, b.out += 2 * b.channel) {
        const te_requant *r = b.requant;
        const int both = r + 1 < b.end;
        const te_dot4 bias = {r[0].bias, r[both].bias, 0, 0};
        const te_dot4 a = te_dot_s8_1x2(bias, b.in, b.weights, b.groups);
        te_block_s8_store(b.out, a.a0, r, anyshift);
        if (!both)
            break;
        te_block_s8_store(b.out + b.channel, a.a1, r + 1, anyshift);
    }
}

#if TE_ARMV7EM
/* The channel that an odd number leaves over. */
TE_SHARED TE_RARE void TE_BY_ENCODING(te_block_s8_1_last)(const te_block_s8 *b)
{
    te_block_s8_1_portable(*b, TE_ANYSHIFT);
}
#endif

TE_SHARED TE_NEVER_INLINE void TE_BY_ENCODING(te_block_s8_1)(const te_block_s8 *b, int anyshift)
{
#if TE_ARMV7EM
    (void)anyshift;
    te_block_s8 part = *b;
    const int32_t pairs = (int32_t)(b->end - b->requant) / 2;
    part.end = b->requant + 2 * pairs;
    if (pairs > 0)
        TE_BY_ENCODING(te_block_s8_1_pairs)(&part);
    part.requant = part.end;
    part.end = b->end;
    part.weights += 8 * b->groups * pairs;
    part.out += 2 * b->channel * pairs;
    if (part.requant < part.end)
        TE_BY_ENCODING(te_block_s8_1_last)(&part);
#else
    te_block_s8_1_portable(*b, anyshift);
#endif
}

#endif
