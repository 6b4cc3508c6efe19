/* Depthwise specials, four outputs of one channel per pass, in assembly.
 * Budget per pass: k rows of (loads + SXTB16 + MAC + 2) and 38 around them, of that 20 requantization, 3 bias, 8 stores.
 *     3x3: s1 16 a row, 86 for 36 MACs; s2 19, 95.  5x5: s1 23, 153 for 100; s2 27, 173.  7x7: s1 30, 248 for 196; s2 36, 290.
 * Registers: r0-r3 accumulators, r4-r5 e and o, r6-r9 weights, r10 in, r11 bytes between lines, r12 weight table, lr first line. */
#ifndef TE_DWCONV2D_S8_QUADS_H
#define TE_DWCONV2D_S8_QUADS_H

#include "te_simd.h"
#include "te_types.h"

/* The assembly reads the members by their position. */
typedef struct {
    int32_t unused;
    int32_t multiplier, rounding, shift;
    int8_t *out;
    int32_t outStride;
    const int8_t *end; /* first line's address behind the last pass */
    int32_t bias;
    const uint32_t *table;
    const int8_t *line;
    int32_t lineBytes;
} te_dw_job;

#if TE_ARMV7EM

#define TE_DW_LOAD(x)            \
    "ldr r4, [r10, #" #x "]\n\t" \
    "sxtb16 r5, r4, ror #8\n\t"  \
    "sxtb16 r4, r4\n\t"
#define TE_DW_MAC(op, acc, x, w) #op " " #acc ", " #x ", " #w ", " #acc "\n\t"

#define TE_DW_ROW_K3_S1                                                                                                                \
    "ldrd r6, r7, [r12], #8\n\t" TE_DW_LOAD(0) TE_DW_MAC(smlad, r0, r4, r6) TE_DW_MAC(smlad, r1, r5, r6) TE_DW_MAC(smlabb, r0, r5, r7) \
        TE_DW_MAC(smlatb, r1, r4, r7) TE_DW_LOAD(2) TE_DW_MAC(smlad, r2, r4, r6) TE_DW_MAC(smlad, r3, r5, r6)                          \
            TE_DW_MAC(smlabb, r2, r5, r7) TE_DW_MAC(smlatb, r3, r4, r7) "add r10, r10, r11\n\t"

#define TE_DW_ROW_K3_S2                                                                                                                 \
    "ldrd r6, r7, [r12], #8\n\t" TE_DW_LOAD(0) TE_DW_MAC(smlad, r0, r4, r6) TE_DW_MAC(smlatb, r1, r4, r6) TE_DW_MAC(smlabb, r0, r5, r7) \
        TE_DW_MAC(smlatb, r1, r5, r7) TE_DW_LOAD(4) TE_DW_MAC(smlabt, r1, r4, r6) TE_DW_MAC(smlad, r2, r4, r6)                          \
            TE_DW_MAC(smlatb, r3, r4, r6) TE_DW_MAC(smlabb, r2, r5, r7)                                                                 \
                TE_DW_MAC(smlatb, r3, r5, r7) "ldrsb r4, [r10, #8]\n\t" TE_DW_MAC(smlabt, r3, r4, r6) "add r10, r10, r11\n\t"

#define TE_DW_ROW_K5_S1                                                                                                               \
    "ldm r12!, {r6, r7, r8}\n\t" TE_DW_LOAD(0) TE_DW_MAC(smlad, r0, r4, r6) TE_DW_MAC(smlad, r1, r5, r6) TE_DW_MAC(smlad, r0, r5, r7) \
        TE_DW_LOAD(2) TE_DW_MAC(smlatb, r0, r4, r8) TE_DW_MAC(smlad, r1, r4, r7) TE_DW_MAC(smlad, r2, r4, r6)                         \
            TE_DW_MAC(smlatb, r1, r5, r8) TE_DW_MAC(smlad, r2, r5, r7) TE_DW_MAC(smlad, r3, r5, r6) TE_DW_LOAD(4)                     \
                TE_DW_MAC(smlatb, r2, r4, r8) TE_DW_MAC(smlad, r3, r4, r7) TE_DW_MAC(smlatb, r3, r5, r8) "add r10, r10, r11\n\t"

#define TE_DW_ROW_K5_S2                                                                                                \
    "ldm r12!, {r6, r7, r8}\n\t" TE_DW_LOAD(0) TE_DW_MAC(smlad, r0, r4, r6) TE_DW_MAC(smlad, r0, r5, r7) TE_DW_LOAD(2) \
        TE_DW_MAC(smlatb, r0, r4, r8) TE_DW_MAC(smlad, r1, r4, r6) TE_DW_MAC(smlad, r1, r5, r7) TE_DW_LOAD(4)          \
            TE_DW_MAC(smlatb, r1, r4, r8) TE_DW_MAC(smlad, r2, r4, r6) TE_DW_MAC(smlad, r2, r5, r7) TE_DW_LOAD(6)      \
                TE_DW_MAC(smlatb, r2, r4, r8) TE_DW_MAC(smlad, r3, r4, r6)                                             \
                    TE_DW_MAC(smlad, r3, r5, r7) "ldrsb r4, [r10, #10]\n\t" TE_DW_MAC(smlabb, r3, r4, r8) "add r10, r10, r11\n\t"

#define TE_DW_ROW_K7_S1                                                                                                                   \
    "ldm r12!, {r6-r9}\n\t" TE_DW_LOAD(0) TE_DW_MAC(smlad, r0, r4, r6) TE_DW_MAC(smlad, r1, r5, r6) TE_DW_MAC(smlad, r0, r5, r7)          \
        TE_DW_LOAD(2) TE_DW_MAC(smlad, r1, r4, r7) TE_DW_MAC(smlad, r2, r4, r6) TE_DW_MAC(smlad, r3, r5, r6) TE_DW_MAC(smlad, r2, r5, r7) \
            TE_DW_LOAD(4) TE_DW_MAC(smlad, r0, r4, r8) TE_DW_MAC(smlad, r1, r5, r8) TE_DW_MAC(smlad, r3, r4, r7)                          \
                TE_DW_MAC(smlabb, r0, r5, r9) TE_DW_MAC(smlatb, r1, r4, r9) TE_DW_MAC(smlatb, r2, r5, r9) TE_DW_LOAD(6)                   \
                    TE_DW_MAC(smlad, r2, r4, r8) TE_DW_MAC(smlad, r3, r5, r8) TE_DW_MAC(smlatb, r3, r4, r9) "add r10, r10, r11\n\t"

#define TE_DW_ROW_K7_S2                                                                                                                   \
    "ldm r12!, {r6-r9}\n\t" TE_DW_LOAD(0) TE_DW_MAC(smlad, r0, r4, r6) TE_DW_MAC(smlad, r0, r5, r7) TE_DW_LOAD(2)                         \
        TE_DW_MAC(smlad, r1, r4, r6) TE_DW_MAC(smlad, r1, r5, r7) TE_DW_LOAD(4) TE_DW_MAC(smlad, r2, r4, r6) TE_DW_MAC(smlad, r0, r4, r8) \
            TE_DW_MAC(smlad, r2, r5, r7) TE_DW_MAC(smlabb, r0, r5, r9) TE_DW_LOAD(6) TE_DW_MAC(smlad, r3, r4, r6)                         \
                TE_DW_MAC(smlad, r1, r4, r8) TE_DW_MAC(smlad, r3, r5, r7) TE_DW_MAC(smlabb, r1, r5, r9) TE_DW_LOAD(8)                     \
                    TE_DW_MAC(smlad, r2, r4, r8) TE_DW_MAC(smlabb, r2, r5, r9) TE_DW_LOAD(10) TE_DW_MAC(smlad, r3, r4, r8)                \
                        TE_DW_MAC(smlabb, r3, r5, r9) "add r10, r10, r11\n\t"

#define TE_DW_REQUANTIZE(a)           \
    "add r4, r6, " a ", asr #31\n\t"  \
    "adds " a ", " a ", " a "\n\t"    \
    "smmlar " a ", " a ", r5, r4\n\t" \
    "asrs " a ", " a ", r7\n\t"       \
    "ssat " a ", #8, " a "\n\t"

/* All passes of a job; `rows` is the text of one kernel row, once per row. */
#define TE_DW_QUADS(k, row, step)                                                                      \
    __asm__("push {r4-r11, lr}\n\t"                                                                    \
            "ldm r0, {r1-r11}\n\t"                                                                     \
            "push {r1-r9}\n\t"                                                                         \
            "mov lr, r10\n"                                                                            \
            "0:\n\t"                                                                                   \
            "ldrd r0, r12, [sp, #28]\n\t"                                                              \
            "mov r10, lr\n\t"                                                                          \
            "mov r1, r0\n\t"                                                                           \
            "mov r2, r0\n\t"                                                                           \
            "mov r3, r0\n\t"                                                                           \
            ".rept " #k "\n\t" row ".endr\n\t"                                                         \
            "ldm sp, {r4-r7}\n\t" TE_DW_REQUANTIZE("r0") TE_DW_REQUANTIZE("r1") TE_DW_REQUANTIZE("r2") \
                TE_DW_REQUANTIZE("r3") "ldrd r8, r9, [sp, #16]\n\t"                                    \
                                       "strb r0, [r8]\n\t"                                             \
                                       "strb r1, [r8, r9]\n\t"                                         \
                                       "add r8, r8, r9, lsl #1\n\t"                                    \
                                       "strb r2, [r8]\n\t"                                             \
                                       "strb r3, [r8, r9]\n\t"                                         \
                                       "add r8, r8, r9, lsl #1\n\t"                                    \
                                       "str r8, [sp, #16]\n\t"                                         \
                                       "ldr r4, [sp, #24]\n\t"                                         \
                                       "add lr, lr, #" #step "\n\t"                                    \
                                       "cmp lr, r4\n\t"                                                \
                                       "blo 0b\n\t"                                                    \
                                       "add sp, sp, #36\n\t"                                           \
                                       "pop {r4-r11, pc}")

static TE_NAKED void te_dw_quads_k3_s1(const te_dw_job *job __attribute__((unused)))
{
    TE_DW_QUADS(3, TE_DW_ROW_K3_S1, 4);
}

static TE_NAKED void te_dw_quads_k3_s2(const te_dw_job *job __attribute__((unused)))
{
    TE_DW_QUADS(3, TE_DW_ROW_K3_S2, 8);
}

static TE_NAKED void te_dw_quads_k5_s1(const te_dw_job *job __attribute__((unused)))
{
    TE_DW_QUADS(5, TE_DW_ROW_K5_S1, 4);
}

static TE_NAKED void te_dw_quads_k5_s2(const te_dw_job *job __attribute__((unused)))
{
    TE_DW_QUADS(5, TE_DW_ROW_K5_S2, 8);
}

static TE_NAKED void te_dw_quads_k7_s1(const te_dw_job *job __attribute__((unused)))
{
    TE_DW_QUADS(7, TE_DW_ROW_K7_S1, 4);
}

static TE_NAKED void te_dw_quads_k7_s2(const te_dw_job *job __attribute__((unused)))
{
    TE_DW_QUADS(7, TE_DW_ROW_K7_S2, 8);
}

TE_ALWAYS_INLINE void te_dw_quads(const te_dw_job *job, int32_t k, int32_t stride)
{
    if (k == 3 && stride == 1)
        te_dw_quads_k3_s1(job);
    else if (k == 3)
        te_dw_quads_k3_s2(job);
    else if (k == 5 && stride == 1)
        te_dw_quads_k5_s1(job);
    else if (k == 5)
        te_dw_quads_k5_s2(job);
    else if (stride == 1)
        te_dw_quads_k7_s1(job);
    else
        te_dw_quads_k7_s2(job);
}

#endif
#endif
