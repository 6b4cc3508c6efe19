/* Widening of int8 pixels to the int16 pairs of te_dot_s8.h. `lanes` pixels share a buffer, `lane` is the pixel's place in it. */
#ifndef TE_WIDEN_S8_H
#define TE_WIDEN_S8_H

#include "te_simd.h"

/* `count` bytes, 1 to 4, the rest of the word 0. */
TE_ALWAYS_INLINE uint32_t te_widen_s8_word(const int8_t *in, int32_t step, int32_t count)
{
    uint32_t v = 0;
    for (int32_t i = 0; i < count; i++, in += step)
        v |= (uint32_t)(uint8_t)*in << (8 * i);
    return v;
}

/* `depth` bytes from `in`, `step` bytes apart, to groups from `to` on. The last group is filled up with zeros. */
TE_ALWAYS_INLINE void te_widen_s8(uint32_t *to, int32_t lanes, int32_t lane, const int8_t *in, int32_t step, int32_t depth)
{
    to += lane;
    for (; depth >= 4; depth -= 4, in += 4 * step, to += 2 * lanes) {
        const uint32_t v = step == 1 ? te_load_s8x4(in) : te_widen_s8_word(in, step, 4);
        to[0] = te_sxtb16(v);
        to[lanes] = te_sxtb16_ror8(v);
    }
    if (depth > 0) {
        const uint32_t v = te_widen_s8_word(in, step, depth);
        to[0] = te_sxtb16(v);
        to[lanes] = te_sxtb16_ror8(v);
    }
}

#if TE_ARMV7EM
/* `groups` whole groups of four pixels: 16 instructions for 16 bytes. */
TE_SHARED TE_NAKED void te_widen_s8_quads(uint32_t *to __attribute__((unused)), const int8_t *in __attribute__((unused)),
                                          int32_t pixel __attribute__((unused)), int32_t groups __attribute__((unused)))
{
    __asm__("push {r4-r11, lr}\n\t"
            "mov r4, r2\n\t"
            "add r2, r1, r4\n\t"
            "add r12, r2, r4\n\t"
            "add lr, r12, r4\n"
            "0:\n\t"
            "ldr r8, [r1], #4\n\t"
            "ldr r9, [r2], #4\n\t"
            "ldr r10, [r12], #4\n\t"
            "ldr r11, [lr], #4\n\t"
            "sxtb16 r4, r8\n\t"
            "sxtb16 r8, r8, ror #8\n\t"
            "sxtb16 r5, r9\n\t"
            "sxtb16 r9, r9, ror #8\n\t"
            "sxtb16 r6, r10\n\t"
            "sxtb16 r10, r10, ror #8\n\t"
            "sxtb16 r7, r11\n\t"
            "sxtb16 r11, r11, ror #8\n\t"
            "stmia r0!, {r4-r11}\n\t"
            "subs r3, r3, #1\n\t"
            "bne 0b\n\t"
            "pop {r4-r11, pc}");
}

/* `groups` whole groups of five pixels: 20 instructions for 20 bytes. */
TE_SHARED TE_NAKED void te_widen_s8_fives(uint32_t *to __attribute__((unused)), const int8_t *in __attribute__((unused)),
                                          int32_t pixel __attribute__((unused)), int32_t groups __attribute__((unused)))
{
    __asm__("push {r4-r11, lr}\n"
            "0:\n\t"
            "ldr r5, [r1, r2]\n\t"
            "ldr r6, [r1, r2, lsl #1]\n\t"
            "add r9, r1, r2\n\t"
            "ldr r7, [r9, r2, lsl #1]\n\t"
            "ldr r8, [r1, r2, lsl #2]\n\t"
            "ldr r4, [r1], #4\n\t"
            "sxtb16 r9, r4\n\t"
            "sxtb16 r10, r5\n\t"
            "sxtb16 r11, r6\n\t"
            "sxtb16 r12, r7\n\t"
            "sxtb16 lr, r8\n\t"
            "stmia r0!, {r9-r12, lr}\n\t"
            "sxtb16 r4, r4, ror #8\n\t"
            "sxtb16 r5, r5, ror #8\n\t"
            "sxtb16 r6, r6, ror #8\n\t"
            "sxtb16 r7, r7, ror #8\n\t"
            "sxtb16 r8, r8, ror #8\n\t"
            "stmia r0!, {r4-r8}\n\t"
            "subs r3, r3, #1\n\t"
            "bne 0b\n\t"
            "pop {r4-r11, pc}");
}

/* `groups` whole groups of two pixels: 9 instructions for 8 bytes. */
TE_SHARED TE_NAKED void te_widen_s8_pairs(uint32_t *to __attribute__((unused)), const int8_t *in __attribute__((unused)),
                                          int32_t pixel __attribute__((unused)), int32_t groups __attribute__((unused)))
{
    __asm__("push {r4-r7}\n\t"
            "add r2, r1, r2\n"
            "0:\n\t"
            "ldr r6, [r1], #4\n\t"
            "ldr r7, [r2], #4\n\t"
            "sxtb16 r4, r6\n\t"
            "sxtb16 r6, r6, ror #8\n\t"
            "sxtb16 r5, r7\n\t"
            "sxtb16 r7, r7, ror #8\n\t"
            "stmia r0!, {r4-r7}\n\t"
            "subs r3, r3, #1\n\t"
            "bne 0b\n\t"
            "pop {r4-r7}\n\t"
            "bx lr");
}
#endif

/* All `lanes` pixels of a block, `pixel` bytes apart, with their bytes next to each other. */
TE_ALWAYS_INLINE void te_widen_s8_block(uint32_t *to, int32_t lanes, const int8_t *in, int32_t pixel, int32_t depth)
{
    int32_t done = 0;
#if TE_ARMV7EM
    if (depth >= 4 && lanes > 1) {
        done = depth & ~3;
        if (lanes == 5)
            te_widen_s8_fives(to, in, pixel, done / 4);
        else if (lanes == 4)
            te_widen_s8_quads(to, in, pixel, done / 4);
        else
            te_widen_s8_pairs(to, in, pixel, done / 4);
    }
#endif
    for (int32_t i = 0; i < lanes && done < depth; i++)
        te_widen_s8(to + done / 2 * lanes, lanes, i, in + i * pixel + done, 1, depth - done);
}

#endif
