/* 5 pixels x 1 channel per pass: first all even channels, then all odd ones, so that the weight pointer just runs on.
 * Budget: 15 instructions for 20 MACs (1 LDR of weights, 2 LDM of inputs, 2 SXTB16, 10 SMLAD); around that 47 for 5 outputs, of them 25
 * requantization and 5 stores; 3 per 4 groups for the loop. Depth 96: 0.89 instructions per MAC, 48: 0.98, 24: 1.18, 16: 1.37, 8: 1.98.
 * Registers: r0-r3, r8 accumulators, r4-r7, r9 inputs, r10 weights, r11 half a weight word, r12 in, lr weights. Nothing is left for a
 * counter: the loop ends where the inputs do. */
#ifndef TE_BLOCK_S8_5_H
#define TE_BLOCK_S8_5_H

#include "te_block_s8.h"

#if TE_ARMV7EM
TE_SHARED TE_NAKED void TE_BY_ENCODING(te_block_s8_5_all)(const te_block_s8 *b __attribute__((unused)))
{
    /* On the stack: out, requant + 4 bytes, pixel, 2 * channel - pixel, end of requant, in, end of in, entry of the loop, b until the odd
     * channels have begun. */
    __asm__("push {r4-r11, lr}\n\t"
            "ldm r0, {r1-r8}\n\t"
            "mov lr, r8\n\t"
            "add r10, r4, #4\n\t"
            "rsb r4, r2, r3, lsl #1\n\t"
            "mov r3, r2\n\t"
            "mov r2, r10\n\t"
            "rsb r9, r6, #0\n\t"
            "and r9, r9, #3\n\t"
            "mov r11, #60\n\t"
            "adr.w r8, 1f\n\t"
            "mla r8, r9, r11, r8\n\t"
            "add r8, r8, #1\n\t"
            "mov r9, r0\n\t"
            "mov r11, #40\n\t"
            "mla r11, r6, r11, r5\n\t"
            "mov r6, r5\n\t"
            "mov r5, r7\n\t"
            "mov r7, r11\n\t"
            "push {r1-r9}\n"
            "0:\n\t"
            "ldr r0, [r10, #-4]\n\t"
            "mov r1, r0\n\t"
            "mov r2, r0\n\t"
            "mov r3, r0\n\t"
            "mov r8, r0\n\t"
            "ldr r12, [sp, #20]\n\t"
            "ldr.w pc, [sp, #28]\n\t"
            ".balign 4\n"
            "1:\n\t"
            ".rept 4\n\t"
            "ldr.w r10, [lr], #8\n\t"
            "ldmia.w r12!, {r4-r7, r9}\n\t"
            "sxtb16 r11, r10\n\t"
            "sxtb16 r10, r10, ror #8\n\t"
            "smlad r0, r4, r11, r0\n\t"
            "smlad r1, r5, r11, r1\n\t"
            "smlad r2, r6, r11, r2\n\t"
            "smlad r3, r7, r11, r3\n\t"
            "smlad r8, r9, r11, r8\n\t"
            "ldmia.w r12!, {r4-r7, r9}\n\t"
            "smlad r0, r4, r10, r0\n\t"
            "smlad r1, r5, r10, r1\n\t"
            "smlad r2, r6, r10, r2\n\t"
            "smlad r3, r7, r10, r3\n\t"
            "smlad r8, r9, r10, r8\n\t"
            ".endr\n\t"
            "ldr r4, [sp, #24]\n\t"
            "cmp r12, r4\n\t"
            "blo 1b\n\t"
            "ldm sp, {r9-r12}\n\t"
            "ldrd r5, r6, [r10], #24\n\t" TE_REQUANTIZE_ROW TE_REQUANTIZE_OPEN TE_REQUANTIZE("r0") TE_REQUANTIZE("r1") TE_REQUANTIZE("r2")
                TE_REQUANTIZE("r3") TE_REQUANTIZE("r8") TE_REQUANTIZE_CLOSE "strb r0, [r9]\n\t"
                                                                            "strb r1, [r9, r11]\n\t"
                                                                            "strb r2, [r9, r11, lsl #1]\n\t"
                                                                            "strb r8, [r9, r11, lsl #2]\n\t"
                                                                            "add r9, r9, r11\n\t"
                                                                            "strb r3, [r9, r11, lsl #1]\n\t"
                                                                            "ldr r4, [sp, #16]\n\t"
                                                                            "add r9, r9, r12\n\t"
                                                                            "strd r9, r10, [sp]\n\t"
                                                                            "cmp r10, r4\n\t"
                                                                            "blo 0b\n\t"
                                                                            "ldr r0, [sp, #32]\n\t"
                                                                            "cbz r0, 2f\n\t"
                                                                            "ldm r0, {r1-r8}\n\t"
                                                                            "movs r0, #0\n\t"
                                                                            "str r0, [sp, #32]\n\t"
                                                                            "add r1, r1, r3\n\t"
                                                                            "add r10, r4, #16\n\t"
                                                                            "strd r1, r10, [sp]\n\t"
                                                                            "add lr, r8, #4\n\t"
                                                                            "cmp r10, r7\n\t"
                                                                            "blo 0b\n"
                                                                            "2:\n\t"
                                                                            "add sp, sp, #36\n\t"
                                                                            "pop {r4-r11, pc}");
}
#endif

TE_SHARED TE_NEVER_INLINE void TE_BY_ENCODING(te_block_s8_5)(const te_block_s8 *b, int anyshift)
{
#if TE_ARMV7EM
    (void)anyshift;
    TE_BY_ENCODING(te_block_s8_5_all)(b);
#else
    int8_t *out = b->out;
    const int8_t *w = b->weights;
    for (const te_requant *r = b->requant; r < b->end; r++, out += b->channel) {
        for (int32_t i = 0; i < 5; i++)
            te_block_s8_store(out + i * b->pixel, te_dot_s8_lane(r->bias, b->in + i, 5, w, b->groups), r, anyshift);
        w += (r - b->requant) % 2 == 0 ? 4 : 8 * b->groups - 4;
    }
#endif
}

#endif
