/* Lines of the input for the depthwise dsp kernels: for one channel (row-planar input) or four at a time, the columns that the output
 * columns [x0, x1) need, from each row of the window, borders filled with the zero point. One byte per column. */
#ifndef TE_DWCONV2D_S8_LINES_H
#define TE_DWCONV2D_S8_LINES_H

#include <string.h>

#include "te_dwconv2d.h"
#include "te_fixed.h"

typedef struct {
    int8_t *first;     /* line of row 0, lane 0 */
    int32_t lineBytes; /* from row to row */
    int32_t laneBytes; /* from lane to lane */
    int32_t lanes;
    int32_t before; /* padded columns before the copied ones */
    int32_t from;   /* first input column copied */
    int32_t count;  /* columns copied */
} te_dw_lines;

/* The copied columns start on a word boundary, the padding before them wherever that leaves it. */
TE_SHARED TE_NEVER_INLINE te_dw_lines te_dw_lines_make(int32_t x0, int32_t x1, const te_dwconv2d_s8_params *p, void *scratch)
{
    te_dw_lines l;
    const int32_t ix0 = x0 * p->strideX - p->padLeft;
    const int32_t span = (x1 - x0 - 1) * p->strideX + (p->kernelWidth - 1) * p->dilationX + 1;
    l.lineBytes = TE_DWCONV2D_S8_LINE_BYTES(p->kernelWidth, p->strideX, p->dilationX, x1 - x0);
    l.laneBytes = l.lineBytes * p->kernelHeight;
    l.lanes = p->in.pixel == 1 ? 1 : 4;
    l.before = te_min(te_max(0, -ix0), span);
    l.from = ix0 + l.before;
    l.count = te_max(0, te_min(p->inWidth, ix0 + span) - l.from);
    l.first = (int8_t *)scratch + 20 * p->kernelHeight;
    memset(l.first, p->inZeroPoint, (size_t)(l.lanes * l.laneBytes));
    l.first += (4 - l.before % 4) % 4;
    return l;
}

/* Copies whole words, then puts back the padding that the last word may have covered. Reads up to 3 bytes behind. */
TE_ALWAYS_INLINE void te_dw_lines_copy(int8_t *to, const int8_t *from, int32_t count, uint32_t zeroPoints)
{
    int8_t *end = to + count;
    int32_t words = (count + 3) / 4;
    for (; words >= 4; words -= 4, from += 16, to += 16) {
        const uint32_t a = te_load_s8x4(from), b = te_load_s8x4(from + 4);
        const uint32_t c = te_load_s8x4(from + 8), d = te_load_s8x4(from + 12);
        te_store_s8x4(to, a);
        te_store_s8x4(to + 4, b);
        te_store_s8x4(to + 8, c);
        te_store_s8x4(to + 12, d);
    }
    for (; words > 0; words--, from += 4, to += 4)
        te_store_s8x4(to, te_load_s8x4(from));
    te_store_s8x4(end, zeroPoints);
}

/* Four channels of `count` pixels to four lines; four pixels are turned round in registers, 33 instructions for 16 bytes. */
TE_SHARED TE_NEVER_INLINE void te_dw_lines_transpose(int8_t *to, int32_t laneBytes, const int8_t *from, int32_t pixel, int32_t count)
{
    const uint32_t even = 0x00ff00ffu;
    for (; count >= 4; count -= 4, from += 4 * pixel, to += 4) {
        const uint32_t a = te_load_s8x4(from), b = te_load_s8x4(from + pixel);
        const uint32_t c = te_load_s8x4(from + 2 * pixel), d = te_load_s8x4(from + 3 * pixel);
        const uint32_t ab02 = (a & even) | (b & even) << 8, ab13 = (a >> 8 & even) | (b & ~even);
        const uint32_t cd02 = (c & even) | (d & even) << 8, cd13 = (c >> 8 & even) | (d & ~even);
        te_store_s8x4(to, te_pkhbt(ab02, cd02));
        te_store_s8x4(to + laneBytes, te_pkhbt(ab13, cd13));
        te_store_s8x4(to + 2 * laneBytes, te_pkhtb(cd02, ab02));
        te_store_s8x4(to + 3 * laneBytes, te_pkhtb(cd13, ab13));
    }
    for (; count > 0; count--, from += pixel, to++)
        for (int32_t lane = 0; lane < 4; lane++)
            to[lane * laneBytes] = from[lane];
}

/* Fills the lines with channel c and, in four lanes, the next three as far as there are. */
TE_SHARED TE_NEVER_INLINE void te_dw_lines_fill(const te_dw_lines *l, const int8_t *const *rows, int32_t c, const te_dwconv2d_s8_params *p)
{
    const uint32_t zeroPoints = ((uint32_t)p->inZeroPoint & 0xffu) * 0x01010101u;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++) {
        if (rows[ky] == NULL || l->count == 0)
            continue;
        int8_t *to = l->first + ky * l->lineBytes + l->before;
        const int8_t *from = rows[ky] + c * p->in.channel + l->from * p->in.pixel;
        if (l->lanes == 1) {
            te_dw_lines_copy(to, from, l->count, zeroPoints);
            continue;
        }
        const int32_t channels = te_min(4, p->inChannels - c);
        if (channels == 4 && p->in.channel == 1) {
            te_dw_lines_transpose(to, l->laneBytes, from, p->in.pixel, l->count);
            continue;
        }
        for (int32_t lane = 0; lane < channels; lane++)
            for (int32_t x = 0; x < l->count; x++)
                to[lane * l->laneBytes + x] = from[x * p->in.pixel + lane * p->in.channel];
    }
}

#endif
