/* 4 pixels x 1 channel per pass: first all even channels, then all odd ones, so that the weight pointer just runs on.
 * Budget: 13 instructions for 16 MACs (1 LDR of weights, 2 LDM of inputs, 2 SXTB16, 8 SMLAD); around that 39 for 4 outputs, of them 20
 * requantization and 4 stores; 2 per 4 groups for the loop. Depth 48: 1.05 instructions per MAC, 24: 1.25, 16: 1.44, 8: 2.06.
 * Registers: r0-r3 accumulators, r4-r7 inputs, r8 weights, r9 half a weight word, r10 in, r11 weights, r12 groups left, lr requant. */
#ifndef TE_BLOCK_S8_4_H
#define TE_BLOCK_S8_4_H

#include "te_block_s8.h"

#if TE_ARMV7EM
TE_SHARED TE_NAKED void TE_BY_ENCODING(te_block_s8_4_all)(const te_block_s8 *b __attribute__((unused)))
{
    /* On the stack: out, pixel, 2 * channel, end, in, groups, b until the odd channels have begun, entry of the loop. */
    __asm__("push {r4-r11, lr}\n\t"
            "ldm r0, {r1-r8}\n\t"
            "mov r11, r8\n\t"
            "add lr, r4, #4\n\t"
            "mov r4, r7\n\t"
            "mov r7, r0\n\t"
            "lsl r3, r3, #1\n\t"
            "rsb r9, r6, #0\n\t"
            "and r9, r9, #3\n\t"
            "mov r10, #52\n\t"
            "adr.w r8, 1f\n\t"
            "mla r8, r9, r10, r8\n\t"
            "add r8, r8, #1\n\t"
            "push {r1-r8}\n"
            "0:\n\t"
            "ldr r0, [lr, #-4]\n\t"
            "ldrd r10, r12, [sp, #16]\n\t"
            "mov r1, r0\n\t"
            "mov r2, r0\n\t"
            "mov r3, r0\n\t"
            "ldr.w pc, [sp, #28]\n\t"
            ".balign 4\n"
            "1:\n\t"
            ".rept 4\n\t"
            "ldr.w r8, [r11], #8\n\t"
            "ldmia.w r10!, {r4-r7}\n\t"
            "sxtb16 r9, r8\n\t"
            "sxtb16 r8, r8, ror #8\n\t"
            "smlad r0, r4, r9, r0\n\t"
            "smlad r1, r5, r9, r1\n\t"
            "smlad r2, r6, r9, r2\n\t"
            "smlad r3, r7, r9, r3\n\t"
            "ldmia.w r10!, {r4-r7}\n\t"
            "smlad r0, r4, r8, r0\n\t"
            "smlad r1, r5, r8, r1\n\t"
            "smlad r2, r6, r8, r2\n\t"
            "smlad r3, r7, r8, r3\n\t"
            ".endr\n\t"
            "subs r12, r12, #4\n\t"
            "bgt 1b\n\t"
            "ldrd r5, r6, [lr], #24\n\t"
            "ldm sp, {r8, r9, r10, r12}\n\t" TE_REQUANTIZE_ROW TE_REQUANTIZE_OPEN TE_REQUANTIZE("r0") "strb r0, [r8]\n\t" TE_REQUANTIZE(
                "r1") "strb r1, [r8, r9]\n\t"
                      "add r0, r8, r9, lsl #1\n\t" TE_REQUANTIZE("r2") "strb r2, [r0]\n\t" TE_REQUANTIZE(
                          "r3") "strb r3, [r0, r9]\n\t" TE_REQUANTIZE_CLOSE "add r8, r8, r10\n\t"
                                "str r8, [sp]\n\t"
                                "cmp lr, r12\n\t"
                                "blo 0b\n\t"
                                "ldr r0, [sp, #24]\n\t"
                                "cbz r0, 2f\n\t"
                                "ldm r0, {r1-r8}\n\t"
                                "movs r0, #0\n\t"
                                "str r0, [sp, #24]\n\t"
                                "add r1, r1, r3\n\t"
                                "str r1, [sp]\n\t"
                                "add lr, r4, #16\n\t"
                                "add r11, r8, #4\n\t"
                                "cmp lr, r12\n\t"
                                "blo 0b\n"
                                "2:\n\t"
                                "add sp, sp, #32\n\t"
                                "pop {r4-r11, pc}");
}
#endif

TE_SHARED TE_NEVER_INLINE void TE_BY_ENCODING(te_block_s8_4)(const te_block_s8 *b, int anyshift)
{
#if TE_ARMV7EM
    (void)anyshift;
    TE_BY_ENCODING(te_block_s8_4_all)(b);
#else
    int8_t *out = b->out;
    const int8_t *w = b->weights;
    for (const te_requant *r = b->requant; r < b->end; r++, out += b->channel) {
        const te_dot4 bias = {r->bias, r->bias, r->bias, r->bias};
        const te_dot4 a = te_dot_s8_4x1(bias, b->in, w, b->groups);
        te_block_s8_store(out, a.a0, r, anyshift);
        te_block_s8_store(out + b->pixel, a.a1, r, anyshift);
        te_block_s8_store(out + 2 * b->pixel, a.a2, r, anyshift);
        te_block_s8_store(out + 3 * b->pixel, a.a3, r, anyshift);
        w += (r - b->requant) % 2 == 0 ? 4 : 8 * b->groups - 4;
    }
#endif
}

#endif
