/* The depthwise specials on Armv7E-M: all channels of a row in one function.
 *
 * A table in scratch holds, per kernel row, the weights as pairs and the address of the row's first column. Per channel: copy the rows to
 * lines with borders (unless they can be read where they are), make the table, then four outputs at a time, then 1 to 3 more - 3 as the
 * last of a quad that overlaps the one before it.
 * Budget: quad, per kernel row: k3 15 (s2 18), k5 22 (27), k7 29 (36), and 30 around k3's rows, 34 around the others', of that 20
 * requantization and 4 stores: k3 75 for 36 MACs (84), k5 146 for 100 (169), k7 237 for 196 (286).
 *         table, per kernel row: 6, 7, 10. Lines, per kernel row: 10 and 2 per 4 bytes. Else about 30 per channel.
 * Registers: r0-r3 accumulators, r4-r5 e and o, r6-r9 weights, r10 row, r11 bias, r12 table, lr column; for 3x3 quads r8 out, r9 table,
 * and r10, r12, lr the three rows. */
#ifndef TE_DWCONV2D_S8_ASM_H
#define TE_DWCONV2D_S8_ASM_H

#include <stddef.h>

#include "te_dwconv2d_s8_rows_asm.h"
#include "te_requantize_asm.h"
#include "te_types.h"

/* The assembly copies this to its stack frame and reads the members by their position (given as byte offset). */
typedef struct {
    int32_t tail;              /*  0 in the frame: what is left to do after the quads */
    int32_t multiplier;        /*  4 in the frame */
    int32_t rounding;          /*  8 in the frame */
    int32_t shift;             /* 12 in the frame */
    int8_t *out;               /* 16 in the frame: next output */
    int32_t outPixel;          /* 20 */
    const int8_t *end;         /* 24 in the frame, 3x3: where row 0 ends */
    uint32_t *table;           /* 28: its row addresses are one rowStep before the first channel's */
    const te_requant *requant; /* 32 */
    int8_t *outBase;           /* 36: of the channel */
    const int8_t *weights;     /* 40 */
    int32_t rowStep;           /* 44: from channel to channel, of the addresses in the table */
    int32_t outChannel;        /* 48 */
    int32_t channels;          /* 52 */
    int32_t tailKind;          /* 56: 0 none, 1 one, 2 pair, 3 overlapping quad, 5 pair and one */
    const int8_t *const *rows; /* 60: to copy to lines, or NULL */
    int8_t *line;              /* 64: where to copy */
    int32_t lineBytes;         /* 68 */
    int32_t copyOffset;        /* 72: first byte copied, from rows[ky] */
    int32_t copyWords;         /* 76 */
    uint32_t zeroPoints;       /* 80: put behind the copied bytes */
    int32_t copyBytes;         /* 84 */
    int32_t inChannel;         /* 88 */
    int32_t quadColumns;       /* 92: input columns that the quads advance by, 0 if there are none */
} te_dw_job;

#if TE_ARMV7EM
TE_AT(te_dw_job, tail, 0);
TE_AT(te_dw_job, multiplier, 4);
TE_AT(te_dw_job, rounding, 8);
TE_AT(te_dw_job, shift, 12);
TE_AT(te_dw_job, out, 16);
TE_AT(te_dw_job, outPixel, 20);
TE_AT(te_dw_job, end, 24);
TE_AT(te_dw_job, table, 28);
TE_AT(te_dw_job, requant, 32);
TE_AT(te_dw_job, outBase, 36);
TE_AT(te_dw_job, weights, 40);
TE_AT(te_dw_job, rowStep, 44);
TE_AT(te_dw_job, outChannel, 48);
TE_AT(te_dw_job, channels, 52);
TE_AT(te_dw_job, tailKind, 56);
TE_AT(te_dw_job, rows, 60);
TE_AT(te_dw_job, line, 64);
TE_AT(te_dw_job, lineBytes, 68);
TE_AT(te_dw_job, copyOffset, 72);
TE_AT(te_dw_job, copyWords, 76);
TE_AT(te_dw_job, zeroPoints, 80);
TE_AT(te_dw_job, copyBytes, 84);
TE_AT(te_dw_job, inChannel, 88);
TE_AT(te_dw_job, quadColumns, 92);
#endif

#if TE_ARMV7EM

/* Copies the channel's rows, whole words, to the lines. */
#define TE_DW_FILL(k)             \
    "ldr r0, [sp, #60]\n\t"       \
    "cmp r0, #0\n\t"              \
    "beq 19f\n\t"                 \
    "add r1, sp, #64\n\t"         \
    "ldm r1, {r1-r6, r9}\n\t"     \
    "add r9, r9, r3\n\t"          \
    "str r9, [sp, #72]\n\t"       \
    "mov r12, #" #k "\n"          \
    "11:\n\t"                     \
    "ldr r7, [r0], #4\n\t"        \
    "cbz r7, 18f\n\t"             \
    "add r7, r7, r3\n\t"          \
    "mov r8, r1\n\t"              \
    "lsls r9, r4, #31\n\t"        \
    "bpl 12f\n\t"                 \
    "ldr r10, [r7], #4\n\t"       \
    "str r10, [r8], #4\n"         \
    "12:\n\t"                     \
    "bcc 13f\n\t"                 \
    "ldr r10, [r7], #4\n\t"       \
    "ldr r11, [r7], #4\n\t"       \
    "strd r10, r11, [r8], #8\n"   \
    "13:\n\t"                     \
    "lsrs r9, r4, #2\n\t"         \
    "beq 15f\n"                   \
    "14:\n\t"                     \
    "ldr r10, [r7], #4\n\t"       \
    "ldr r11, [r7], #4\n\t"       \
    "strd r10, r11, [r8], #8\n\t" \
    "ldr r10, [r7], #4\n\t"       \
    "ldr r11, [r7], #4\n\t"       \
    "subs r9, r9, #1\n\t"         \
    "strd r10, r11, [r8], #8\n\t" \
    "bne 14b\n"                   \
    "15:\n\t"                     \
    "str r5, [r1, r6]\n"          \
    "18:\n\t"                     \
    "add r1, r1, r2\n\t"          \
    "subs r12, r12, #1\n\t"       \
    "bne 11b\n"                   \
    "19:\n\t"

#define TE_DW_TABLE_ROW_K3      \
    "ldr r4, [lr], #3\n\t"      \
    "ldr r6, [r12, #8]\n\t"     \
    "sxtb16 r5, r4, ror #8\n\t" \
    "sxtb16 r4, r4\n\t"         \
    "add r6, r6, r11\n\t"       \
    "stmia r12!, {r4, r5, r6}\n\t"
#define TE_DW_TABLE_ROW_K5      \
    "ldr r4, [lr], #4\n\t"      \
    "ldr r7, [r12, #12]\n\t"    \
    "sxtb16 r5, r4, ror #8\n\t" \
    "ldrsb r6, [lr], #1\n\t"    \
    "sxtb16 r4, r4\n\t"         \
    "add r7, r7, r11\n\t"       \
    "stmia r12!, {r4-r7}\n\t"
#define TE_DW_TABLE_ROW_K7      \
    "ldr r4, [lr], #3\n\t"      \
    "ldr r6, [lr], #4\n\t"      \
    "ldr r8, [r12, #16]\n\t"    \
    "sxtb16 r5, r4, ror #8\n\t" \
    "sxtb16 r4, r4\n\t"         \
    "sxtb16 r7, r6\n\t"         \
    "sxtb16 r6, r6, ror #8\n\t" \
    "asr r7, r7, #16\n\t"       \
    "add r8, r8, r11\n\t"       \
    "stmia r12!, {r4-r8}\n\t"

#define TE_DW_REQUANTIZE_QUAD                                                                                                \
    "ldm sp, {r4-r7}\n\t" TE_REQUANTIZE_OPEN TE_REQUANTIZE("r0") TE_REQUANTIZE("r1") TE_REQUANTIZE("r2") TE_REQUANTIZE("r3") \
        TE_REQUANTIZE_CLOSE

/* Quads of 5x5 and 7x7; afterwards 22 is where an overlapping quad comes back in, with its column in lr. */
#define TE_DW_QUADS(more, step, row)                                                                                              \
    "ldr r4, [sp, #92]\n\t"                                                                                                       \
    "mov lr, #0\n\t"                                                                                                              \
    "cmp r4, #0\n\t"                                                                                                              \
    "beq 23f\n"                                                                                                                   \
    "22:\n\t"                                                                                                                     \
    "ldr r12, [sp, #28]\n\t" row("r11", "r11", "r11", "r11") ".rept " #more                                                       \
                                                             "\n\t" row("r0", "r1", "r2", "r3") ".endr\n\t" TE_DW_REQUANTIZE_QUAD \
                                                                                                "ldrd r8, r9, [sp, #16]\n\t"      \
                                                                                                "strb r0, [r8]\n\t"               \
                                                                                                "strb r1, [r8, r9]\n\t"           \
                                                                                                "add r8, r8, r9, lsl #1\n\t"      \
                                                                                                "strb r2, [r8]\n\t"               \
                                                                                                "strb r3, [r8, r9]\n\t"           \
                                                                                                "add r8, r8, r9, lsl #1\n\t"      \
                                                                                                "str r8, [sp, #16]\n\t"           \
                                                                                                "ldr r4, [sp, #92]\n\t"           \
                                                                                                "add lr, lr, #4 * " #step "\n\t"  \
                                                                                                "cmp lr, r4\n\t"                  \
                                                                                                "blo 22b\n"                       \
                                                                                                "23:\n\t"
#define TE_DW_OVERLAP(step)      \
    "sub lr, lr, #" #step "\n\t" \
    "ldrd r8, r9, [sp, #16]\n\t" \
    "sub r8, r8, r9\n\t"         \
    "str r8, [sp, #16]\n\t"      \
    "b 22b\n"

/* Quads of 3x3. */
#define TE_DW_QUADS_K3(step, row)                                                                          \
    "ldr r4, [sp, #92]\n\t"                                                                                \
    "cmp r4, #0\n\t"                                                                                       \
    "beq 23f\n\t"                                                                                          \
    "ldr r9, [sp, #28]\n\t"                                                                                \
    "ldr r8, [sp, #16]\n\t"                                                                                \
    "ldr r10, [r9, #8]\n\t"                                                                                \
    "ldr r12, [r9, #20]\n\t"                                                                               \
    "ldr lr, [r9, #32]\n\t"                                                                                \
    "add r4, r4, r10\n\t"                                                                                  \
    "str r4, [sp, #24]\n"                                                                                  \
    "22:\n\t" row("r9", 0, "r10", "r11", "r11", "r11", "r11") row("r9", 12, "r12", "r0", "r1", "r2", "r3") \
        row("r9", 24, "lr", "r0", "r1", "r2", "r3") TE_DW_REQUANTIZE_QUAD "ldrd r4, r5, [sp, #20]\n\t"     \
                                                                          "strb r0, [r8]\n\t"              \
                                                                          "strb r1, [r8, r4]\n\t"          \
                                                                          "add r8, r8, r4, lsl #1\n\t"     \
                                                                          "strb r2, [r8]\n\t"              \
                                                                          "strb r3, [r8, r4]\n\t"          \
                                                                          "add r8, r8, r4, lsl #1\n\t"     \
                                                                          "cmp r10, r5\n\t"                \
                                                                          "blo 22b\n\t"                    \
                                                                          "str r8, [sp, #16]\n"            \
                                                                          "23:\n\t"
#define TE_DW_OVERLAP_K3(step)     \
    "sub r10, r10, #" #step "\n\t" \
    "sub r12, r12, #" #step "\n\t" \
    "sub lr, lr, #" #step "\n\t"   \
    "ldr r4, [sp, #20]\n\t"        \
    "sub r8, r8, r4\n\t"           \
    "b 22b\n"

#define TE_DW_CHANNELS(k, step, tableRow, quads, overlap, pair, one)                                                               \
    __asm__("push {r4-r11, lr}\n\t"                                                                                                \
            "add r1, r0, #48\n\t"                                                                                                  \
            "ldm r1, {r1-r12}\n\t"                                                                                                 \
            "push {r1-r12}\n\t"                                                                                                    \
            "ldm r0, {r1-r12}\n\t"                                                                                                 \
            "push {r1-r12}\n"                                                                                                      \
            "1:\n\t" TE_DW_FILL(k) "ldrd r10, r11, [sp, #40]\n\t"                                                                  \
                                   "mov lr, r10\n\t"                                                                               \
                                   "ldr r12, [sp, #28]\n\t"                                                                        \
                                   ".rept " #k "\n\t" tableRow ".endr\n\t"                                                         \
                                   "str lr, [sp, #40]\n\t"                                                                         \
                                   "ldrd r8, r9, [sp, #32]\n\t"                                                                    \
                                   "ldr r3, [sp, #56]\n\t"                                                                         \
                                   "ldm r8!, {r4-r6}\n\t" TE_REQUANTIZE_ROW "mov r11, r4\n\t"                                      \
                                   "str r8, [sp, #32]\n\t"                                                                         \
                                   "mov r4, r3\n\t"                                                                                \
                                   "stm sp, {r4-r7, r9}\n\t" quads "ldr r4, [sp, #0]\n\t"                                          \
                                   "cmp r4, #0\n\t"                                                                                \
                                   "beq 29f\n\t"                                                                                   \
                                   "mov r5, #0\n\t"                                                                                \
                                   "cmp r4, #3\n\t"                                                                                \
                                   "bne 24f\n\t"                                                                                   \
                                   "str r5, [sp, #0]\n\t" overlap TE_ASM_NEXT "24:\n\t"                                            \
                                   "ldr lr, [sp, #92]\n\t"                                                                         \
                                   "cmp r4, #1\n\t"                                                                                \
                                   "beq 27f\n\t"                                                                                   \
                                   "ldr r12, [sp, #28]\n\t"                                                                        \
                                   "mov r3, #" #k "\n\t"                                                                           \
                                   "mov r0, r11\n\t"                                                                               \
                                   "mov r1, r11\n"                                                                                 \
                                   "25:\n\t" pair "subs r3, r3, #1\n\t"                                                            \
                                   "bne 25b\n\t"                                                                                   \
                                   "ldm sp, {r4-r7}\n\t"                                                                           \
                                   "mov r2, r4\n\t" TE_REQUANTIZE_OPEN TE_REQUANTIZE("r0") TE_REQUANTIZE("r1") TE_REQUANTIZE_CLOSE \
            "ldrd r8, r9, [sp, #16]\n\t"                                                                                           \
            "strb r0, [r8]\n\t"                                                                                                    \
            "strb r1, [r8, r9]\n\t"                                                                                                \
            "cmp r2, #5\n\t"                                                                                                       \
            "bne 29f\n\t"                                                                                                          \
            "add r8, r8, r9, lsl #1\n\t"                                                                                           \
            "str r8, [sp, #16]\n\t"                                                                                                \
            "add lr, lr, #2 * " #step "\n"                                                                                         \
            "27:\n\t"                                                                                                              \
            "ldr r12, [sp, #28]\n\t"                                                                                               \
            "mov r3, #" #k "\n\t"                                                                                                  \
            "mov r0, r11\n"                                                                                                        \
            "28:\n\t" one "subs r3, r3, #1\n\t"                                                                                    \
            "bne 28b\n\t"                                                                                                          \
            "ldm sp, {r4-r8}\n\t" TE_REQUANTIZE_OPEN TE_REQUANTIZE("r0") TE_REQUANTIZE_CLOSE "strb r0, [r8]\n"                     \
                                                                                             "29:\n\t"                             \
                                                                                             "ldr r4, [sp, #36]\n\t"               \
                                                                                             "ldrd r5, r6, [sp, #48]\n\t"          \
                                                                                             "add r4, r4, r5\n\t"                  \
                                                                                             "str r4, [sp, #36]\n\t"               \
                                                                                             "subs r6, r6, #1\n\t"                 \
                                                                                             "str r6, [sp, #52]\n\t"               \
                                                                                             "bne.w 1b\n\t"                        \
                                                                                             "add sp, sp, #96\n\t"                 \
                                                                                             "pop {r4-r11, pc}")

#define TE_DW_DEFINE(k, s, quads, overlap)                                                                  \
    static TE_NAKED void te_dw_channels_k##k##_s##s(const te_dw_job *job __attribute__((unused)))           \
    {                                                                                                       \
        TE_DW_CHANNELS(k, s, TE_DW_TABLE_ROW_K##k, quads, overlap, TE_DW_PAIR_K##k##_S##s, TE_DW_ONE_K##k); \
    }

TE_DW_DEFINE(3, 1, TE_DW_QUADS_K3(1, TE_DW_QUAD_K3_S1), TE_DW_OVERLAP_K3(1))
TE_DW_DEFINE(3, 2, TE_DW_QUADS_K3(2, TE_DW_QUAD_K3_S2), TE_DW_OVERLAP_K3(2))
TE_DW_DEFINE(5, 1, TE_DW_QUADS(4, 1, TE_DW_QUAD_K5_S1), TE_DW_OVERLAP(1))
TE_DW_DEFINE(5, 2, TE_DW_QUADS(4, 2, TE_DW_QUAD_K5_S2), TE_DW_OVERLAP(2))
TE_DW_DEFINE(7, 1, TE_DW_QUADS(6, 1, TE_DW_QUAD_K7_S1), TE_DW_OVERLAP(1))
TE_DW_DEFINE(7, 2, TE_DW_QUADS(6, 2, TE_DW_QUAD_K7_S2), TE_DW_OVERLAP(2))

TE_ALWAYS_INLINE void te_dw_channels(const te_dw_job *job, int32_t k, int32_t stride)
{
    if (k == 3 && stride == 1)
        te_dw_channels_k3_s1(job);
    else if (k == 3)
        te_dw_channels_k3_s2(job);
    else if (k == 5 && stride == 1)
        te_dw_channels_k5_s1(job);
    else if (k == 5)
        te_dw_channels_k5_s2(job);
    else if (stride == 1)
        te_dw_channels_k7_s1(job);
    else
        te_dw_channels_k7_s2(job);
}

#endif
#endif
