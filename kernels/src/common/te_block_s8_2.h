/* 2 pixels x 2 channels per pass.
 * Budget: 14 instructions for 16 MACs (1 LDRD of weights, 1 LDM of inputs, 4 SXTB16, 8 SMLAD); around that 46 for 4 outputs, of them 20
 * requantization and 4 stores; 2 per 4 groups for the loop. Depth 96: 1.02 instructions per MAC, 48: 1.13, 24: 1.35, 16: 1.56.
 * Registers: r0-r3 accumulators, r4-r7 inputs, r8-r9 weights, r10 half a weight word, r11 in, r12 weights, lr groups left. */
#ifndef TE_BLOCK_S8_2_H
#define TE_BLOCK_S8_2_H

#include "te_block_s8.h"

#if TE_ARMV7EM
/* An even number of channels. The loop is entered so that its first round does (groups - 1) % 4 + 1 of its four copies. */
TE_SHARED TE_NAKED void TE_BY_ENCODING(te_block_s8_2_pairs)(const te_block_s8 *b __attribute__((unused)))
{
    __asm__("push {r4-r11, lr}\n\t"
            "ldm r0, {r1-r8}\n\t"
            "mov r12, r8\n\t"
            "mov r11, r4\n\t"
            "rsb r9, r6, #0\n\t"
            "and r9, r9, #3\n\t"
            "mov r10, #56\n\t"
            "adr.w r8, 1f\n\t"
            "mla r8, r9, r10, r8\n\t"
            "add r8, r8, #1\n\t"
            "push {r1-r8}\n"
            "0:\n\t"
            "ldr r0, [r11]\n\t"
            "ldr r2, [r11, #12]\n\t"
            "ldrd r11, lr, [sp, #16]\n\t"
            "mov r1, r0\n\t"
            "mov r3, r2\n\t"
            "ldr.w pc, [sp, #28]\n\t"
            ".balign 4\n"
            "1:\n\t"
            ".rept 4\n\t"
            "ldrd r8, r9, [r12], #8\n\t"
            "ldmia.w r11!, {r4-r7}\n\t"
            "sxtb16 r10, r8\n\t"
            "sxtb16 r8, r8, ror #8\n\t"
            "smlad r0, r4, r10, r0\n\t"
            "smlad r1, r5, r10, r1\n\t"
            "sxtb16 r10, r9\n\t"
            "sxtb16 r9, r9, ror #8\n\t"
            "smlad r2, r4, r10, r2\n\t"
            "smlad r3, r5, r10, r3\n\t"
            "smlad r0, r6, r8, r0\n\t"
            "smlad r1, r7, r8, r1\n\t"
            "smlad r2, r6, r9, r2\n\t"
            "smlad r3, r7, r9, r3\n\t"
            ".endr\n\t"
            "subs lr, lr, #4\n\t"
            "bgt 1b\n\t"
            "ldm sp, {r8-r11}\n\t"
            "ldm r11!, {r4-r6}\n\t" TE_REQUANTIZE_ROW TE_REQUANTIZE_OPEN TE_REQUANTIZE("r0") "strb r0, [r8]\n\t" TE_REQUANTIZE(
                "r1") "strb r1, [r8, r9]\n\t" TE_REQUANTIZE_CLOSE "add r8, r8, r10\n\t"
                      "ldm r11!, {r4-r6}\n\t" TE_REQUANTIZE_ROW TE_REQUANTIZE_OPEN TE_REQUANTIZE("r2") "strb r2, [r8]\n\t" TE_REQUANTIZE(
                          "r3") "strb r3, [r8, r9]\n\t" TE_REQUANTIZE_CLOSE "add r8, r8, r10\n\t"
                                "str r8, [sp]\n\t"
                                "str r11, [sp, #12]\n\t"
                                "ldr r4, [sp, #24]\n\t"
                                "cmp r11, r4\n\t"
                                "bne 0b\n\t"
                                "add sp, sp, #32\n\t"
                                "pop {r4-r11, pc}");
}
#endif

TE_ALWAYS_INLINE void te_block_s8_2_portable(te_block_s8 b, int anyshift)
{
    for (; b.requant < b.end; b.requant += 2, b.weights += 8 * b.groups, b.out += 2 * b.channel) {
        const te_requant *r = b.requant;
        const int both = r + 1 < b.end;
        const te_dot4 bias = {r[0].bias, r[0].bias, r[both].bias, r[both].bias};
        const te_dot4 a = te_dot_s8_2x2(bias, b.in, b.weights, b.groups);
        te_block_s8_store(b.out, a.a0, r, anyshift);
        te_block_s8_store(b.out + b.pixel, a.a1, r, anyshift);
        if (!both)
            break;
        te_block_s8_store(b.out + b.channel, a.a2, r + 1, anyshift);
        te_block_s8_store(b.out + b.channel + b.pixel, a.a3, r + 1, anyshift);
    }
}

#if TE_ARMV7EM
/* The channel that an odd number leaves over. */
TE_SHARED TE_RARE void TE_BY_ENCODING(te_block_s8_2_last)(const te_block_s8 *b)
{
    te_block_s8_2_portable(*b, TE_ANYSHIFT);
}
#endif

TE_SHARED TE_NEVER_INLINE void TE_BY_ENCODING(te_block_s8_2)(const te_block_s8 *b, int anyshift)
{
#if TE_ARMV7EM
    (void)anyshift;
    te_block_s8 part = *b;
    const int32_t pairs = (int32_t)(b->end - b->requant) / 2;
    part.end = b->requant + 2 * pairs;
    if (pairs > 0)
        TE_BY_ENCODING(te_block_s8_2_pairs)(&part);
    part.requant = part.end;
    part.end = b->end;
    part.weights += 8 * b->groups * pairs;
    part.out += 2 * b->channel * pairs;
    if (part.requant < part.end)
        TE_BY_ENCODING(te_block_s8_2_last)(&part);
#else
    te_block_s8_2_portable(*b, anyshift);
#endif
}

#endif
