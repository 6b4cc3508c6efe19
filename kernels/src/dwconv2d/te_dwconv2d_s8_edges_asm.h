/* Depthwise windows over whole padded rows on Armv7E-M, stride 1: all channels of a row in one function. The rows are read where they are;
 * the first four outputs and the last ones leave out the taps on padding and start with these taps' products in their sums. Padding
 * above and below is a line of zero points, the same for all channels.
 * Per channel: the weights as pairs and the sums of their columns, FIRST, quads in between, then LAST (the last of an overlapping quad if
 * three are left), PAIR or ONE.
 * Budget: quad 75, 144, 237 (k 3, 5, 7), FIRST 73, 142, 212, LAST 76, 138, 200, PAIR 40, 78, 120, ONE 26, 64, 86; before that 35, 75, 135
 * per channel. A 3x3 row of 22 columns takes 2.3 instructions per MAC, 5x5 1.6, 7x7 1.3.
 * Registers: as in te_dwconv2d_s8_asm.h, but for 3x3 r9 is where row 0 ends. */
#ifndef TE_DWCONV2D_S8_EDGES_ASM_H
#define TE_DWCONV2D_S8_EDGES_ASM_H

#include <stddef.h>

#include "te_dwconv2d_s8_edges_rows_asm.h"
#include "te_requantize_asm.h"
#include "te_types.h"

/* The assembly copies either job to its stack frame, behind the words that it makes itself, and reads the members by their position, given
 * as byte offset. A row that the output overwrites is copied to `line`, channel by channel. */
typedef struct {
    const int8_t *weights;     /*  44 */
    const te_requant *requant; /*  48 */
    int32_t outChannel;        /*  52 */
    int32_t step0;             /*  56: from channel to channel of row 0 */
    int32_t tailKind;          /*  60: outputs left after FIRST and the quads in between, less k / 2 */
    int32_t step1;             /*  64 */
    int32_t step2;             /*  68 */
    int8_t *out;               /*  72: of the channel */
    const int8_t *row0;        /*  76: of the channel */
    const int8_t *row1;        /*  80 */
    const int8_t *row2;        /*  84 */
    int32_t channels;          /*  88 */
    int32_t quadsEnd;          /*  92: column after FIRST and the quads in between, less 1 */
    int32_t inZeroPoint;       /*  96 */
    int32_t outPixel;          /* 100 */
    const int8_t *copied;      /* 104: row to copy, or NULL */
    int8_t *line;              /* 108 */
    int32_t copyWords;         /* 112 */
    int32_t inChannel;         /* 116 */
} te_dw_edges_k3;

#if TE_ARMV7EM
TE_AT(te_dw_edges_k3, weights, 0);
TE_AT(te_dw_edges_k3, requant, 4);
TE_AT(te_dw_edges_k3, outChannel, 8);
TE_AT(te_dw_edges_k3, step0, 12);
TE_AT(te_dw_edges_k3, tailKind, 16);
TE_AT(te_dw_edges_k3, step1, 20);
TE_AT(te_dw_edges_k3, step2, 24);
TE_AT(te_dw_edges_k3, out, 28);
TE_AT(te_dw_edges_k3, row0, 32);
TE_AT(te_dw_edges_k3, row1, 36);
TE_AT(te_dw_edges_k3, row2, 40);
TE_AT(te_dw_edges_k3, channels, 44);
TE_AT(te_dw_edges_k3, quadsEnd, 48);
TE_AT(te_dw_edges_k3, inZeroPoint, 52);
TE_AT(te_dw_edges_k3, outPixel, 56);
TE_AT(te_dw_edges_k3, copied, 60);
TE_AT(te_dw_edges_k3, line, 64);
TE_AT(te_dw_edges_k3, copyWords, 68);
TE_AT(te_dw_edges_k3, inChannel, 72);
#endif

typedef struct {
    int32_t outPixel;          /*  20, behind next, multiplier, rounding, shift and out */
    int32_t starts[3];         /*  24 in the frame: what the outputs near the end start with */
    uint32_t *table;           /*  36: its row addresses are one step before the first channel's */
    const int8_t *weights;     /*  40 */
    const te_requant *requant; /*  44 */
    int8_t *out;               /*  48: of the channel */
    int32_t tailKind;          /*  52 */
    int32_t outChannel;        /*  56 */
    int32_t channels;          /*  60 */
    int32_t quadsEnd;          /*  64: first column of the window after FIRST and the quads in between */
    int32_t inZeroPoint;       /*  68 */
    const int8_t *copied;      /*  72 */
    int8_t *line;              /*  76 */
    int32_t copyWords;         /*  80 */
    int32_t inChannel;         /*  84 */
    int32_t steps[7];          /*  88 */
} te_dw_edges;

#if TE_ARMV7EM
TE_AT(te_dw_edges, outPixel, 0);
TE_AT(te_dw_edges, starts, 4);
TE_AT(te_dw_edges, table, 16);
TE_AT(te_dw_edges, weights, 20);
TE_AT(te_dw_edges, requant, 24);
TE_AT(te_dw_edges, out, 28);
TE_AT(te_dw_edges, tailKind, 32);
TE_AT(te_dw_edges, outChannel, 36);
TE_AT(te_dw_edges, channels, 40);
TE_AT(te_dw_edges, quadsEnd, 44);
TE_AT(te_dw_edges, inZeroPoint, 48);
TE_AT(te_dw_edges, copied, 52);
TE_AT(te_dw_edges, line, 56);
TE_AT(te_dw_edges, copyWords, 60);
TE_AT(te_dw_edges, inChannel, 64);
TE_AT(te_dw_edges, steps, 68);
#endif

/* Words of weights for a kernel row in the table, before the row's address: 5: w02 w13 w4;  7: w02 w13 w46 w5. */
#define TE_DW_EDGES_WORDS(k) (((k) + 1) / 2)

#if TE_ARMV7EM

/* Copies the channel's bytes of the row that the output overwrites. */
#define TE_DW_EDGES_COPY(copied, line, words, inChannel) \
    "ldr r0, [sp, #" #copied "]\n\t"                     \
    "cbz r0, 13f\n\t"                                    \
    "ldrd r1, r2, [sp, #" #line "]\n\t"                  \
    "ldr r3, [sp, #" #inChannel "]\n\t"                  \
    "add r3, r3, r0\n\t"                                 \
    "str r3, [sp, #" #copied "]\n\t"                     \
    "lsrs r2, r2, #1\n\t"                                \
    "itt cs\n\t"                                         \
    "ldrcs r3, [r0], #4\n\t"                             \
    "strcs r3, [r1], #4\n\t"                             \
    "beq 13f\n"                                          \
    "12:\n\t"                                            \
    "ldr r3, [r0], #4\n\t"                               \
    "ldr r4, [r0], #4\n\t"                               \
    "subs r2, r2, #1\n\t"                                \
    "strd r3, r4, [r1], #8\n\t"                          \
    "bne 12b\n"                                          \
    "13:\n\t"

/* Turns the tail's kind in `kind` into its address. */
#define TE_DW_EDGES_TAIL(kind)                 \
    "adr.w lr, 90f\n\t"                        \
    "ldr " kind ", [lr, " kind ", lsl #2]\n\t" \
    "add " kind ", " kind ", lr\n\t"
#define TE_DW_EDGES_TAILS(a, b, c, d) \
    ".balign 4\n"                     \
    "90:\n\t"                         \
    ".word " #a "b + 1 - 90b\n\t"     \
    ".word " #b "b + 1 - 90b\n\t"     \
    ".word " #c "b + 1 - 90b\n\t"     \
    ".word " #d "b + 1 - 90b\n\t"

/* Next comes the end of the channel. */
#define TE_DW_EDGES_LAST_ONE \
    "adr.w r4, 39f\n\t"      \
    "add r4, r4, #1\n\t"     \
    "str r4, [sp]\n\t"

#define TE_DW_QUANTIZE(accumulators) "ldm sp, {r4-r7}\n\t" TE_REQUANTIZE_OPEN accumulators TE_REQUANTIZE_CLOSE

#define TE_DW_QUANTIZE_QUAD TE_DW_QUANTIZE(TE_REQUANTIZE("r0") TE_REQUANTIZE("r1") TE_REQUANTIZE("r2") TE_REQUANTIZE("r3"))

#endif
#endif
