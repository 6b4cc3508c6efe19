/* Convolution with any window, one group: the windows of 4, 2 or 1 output pixels are unrolled to scratch as int16 pairs (im2col) and run
 * through the pointwise core. A window whose taps start on word boundaries (IC a multiple of 4) is widened straight from the rows, any
 * other is first gathered to bytes. Unrolling costs about 1.5 instructions per tap and pixel, shared by all output channels. */
#ifndef TE_CONV2D_S8_DSP_H
#define TE_CONV2D_S8_DSP_H

#include "te_block_s8_1.h"
#include "te_block_s8_2.h"
#include "te_block_s8_4.h"
#include "te_clamp_s8.h"
#include "te_conv2d.h"
#include "te_widen_s8.h"

/* Exactly n bytes; the last word overlaps the one before it. */
TE_ALWAYS_INLINE void te_im2col_copy(int8_t *to, const int8_t *from, int32_t n)
{
    if (n >= 4) {
        int32_t i = 0;
        for (; i + 4 <= n; i += 4)
            te_store_s8x4(to + i, te_load_s8x4(from + i));
        te_store_s8x4(to + n - 4, te_load_s8x4(from + n - 4));
        return;
    }
    for (int32_t i = 0; i < n; i++)
        to[i] = from[i];
}

TE_ALWAYS_INLINE void te_im2col_fill(int8_t *to, int32_t n, int32_t value)
{
    for (int32_t i = 0; i < n; i++)
        to[i] = (int8_t)value;
}

/* The taps kx of a row that lie inside it, [first, last). */
typedef struct {
    int32_t first, last;
} te_im2col_taps;

TE_ALWAYS_INLINE te_im2col_taps te_im2col_inside(const int8_t *row, int32_t ix0, const te_conv2d_s8_params *p)
{
    te_im2col_taps t = {0, 0};
    if (row == NULL)
        return t;
    while (t.first < p->kernelWidth && ix0 + t.first * p->dilationX < 0)
        t.first++;
    t.last = t.first;
    while (t.last < p->kernelWidth && ix0 + t.last * p->dilationX < p->inWidth)
        t.last++;
    return t;
}

/* The window at input column ix0 as bytes in packing order. */
static TE_NEVER_INLINE void te_im2col_gather(int8_t *to, const int8_t *const *rows, int32_t ix0, const te_conv2d_s8_params *p)
{
    const int32_t ic = p->inChannels;
    const int whole = ix0 >= 0 && ix0 + (p->kernelWidth - 1) * p->dilationX < p->inWidth;
    const int run = p->in.channel == 1 && p->in.pixel == ic && p->dilationX == 1;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++) {
        const te_im2col_taps all = {0, p->kernelWidth};
        const te_im2col_taps t = whole && rows[ky] != NULL ? all : te_im2col_inside(rows[ky], ix0, p);
        te_im2col_fill(to, t.first * ic, p->inZeroPoint);
        to += t.first * ic;
        if (run && t.last > t.first) {
            te_im2col_copy(to, rows[ky] + (ix0 + t.first) * ic, (t.last - t.first) * ic);
            to += (t.last - t.first) * ic;
        } else {
            for (int32_t kx = t.first; kx < t.last; kx++) {
                const int8_t *from = rows[ky] + (ix0 + kx * p->dilationX) * p->in.pixel;
                for (int32_t c = 0; c < ic; c++)
                    *to++ = from[c * p->in.channel];
            }
        }
        te_im2col_fill(to, (p->kernelWidth - t.last) * ic, p->inZeroPoint);
        to += (p->kernelWidth - t.last) * ic;
    }
}

/* The same straight to int16 pairs, lane `lane` of `lanes`; IC is a multiple of 4. */
static TE_NEVER_INLINE void te_im2col_widen(uint32_t *to, int32_t lanes, int32_t lane, const int8_t *const *rows, int32_t ix0,
                                            const te_conv2d_s8_params *p)
{
    const int32_t ic = p->inChannels;
    const int32_t tapWords = ic / 2 * lanes;
    const uint32_t zeroPoints = ((uint32_t)p->inZeroPoint & 0xffffu) * 0x00010001u;
    const int run = p->in.channel == 1 && p->in.pixel == ic && p->dilationX == 1;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++) {
        const te_im2col_taps t = te_im2col_inside(rows[ky], ix0, p);
        for (int32_t kx = 0; kx < p->kernelWidth; kx++, to += tapWords) {
            if (kx < t.first || kx >= t.last) {
                for (int32_t i = lane; i < tapWords; i += lanes)
                    to[i] = zeroPoints;
                continue;
            }
            const int8_t *from = rows[ky] + (ix0 + kx * p->dilationX) * p->in.pixel;
            const int32_t taps = run ? t.last - kx : 1;
            te_widen_s8(to, lanes, lane, from, p->in.channel, taps * ic);
            kx += taps - 1;
            to += (taps - 1) * tapWords;
        }
    }
}

TE_ALWAYS_INLINE void te_conv2d_s8_blocks(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_conv2d_s8_params *p,
                                          void *scratch, int32_t pixels, int anyshift)
{
    const int32_t depth = p->kernelHeight * p->kernelWidth * p->inChannels;
    const int32_t groups = TE_CEIL4(depth) / 4;
    uint32_t *wide = (uint32_t *)scratch;
    int8_t *bytes = (int8_t *)(wide + 2 * pixels * groups);
    te_block_s8 b = {out, p->out.pixel, p->out.channel, p->requant, wide, groups, p->requant + p->outChannels, p->weights};
    TE_COUNT_MACS((int64_t)(x1 - x0) * p->outChannels * depth);
    for (int32_t x = x0; x < x1;) {
        const int32_t n = x1 - x >= 4 && pixels == 4 ? 4 : x1 - x >= 2 ? 2 : 1;
        for (int32_t i = 0; i < n; i++, x++) {
            const int32_t ix0 = x * p->strideX - p->padLeft;
            if (p->inChannels % 4 == 0) {
                te_im2col_widen(wide, n, i, rows, ix0, p);
            } else {
                te_im2col_gather(bytes, rows, ix0, p);
                te_widen_s8(wide, n, i, bytes, 1, depth);
            }
        }
        if (n == 4 && pixels == 4)
            te_block_s8_4(&b, anyshift);
        else if (n == 2)
            te_block_s8_2(&b, anyshift);
        else
            te_block_s8_1(&b, anyshift);
        b.out += n * p->out.pixel;
    }
    te_clamp_s8(out, p->out, x1 - x0, p->outChannels, p->clampMin, p->clampMax);
}

#endif
