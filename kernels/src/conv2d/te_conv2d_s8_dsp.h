/* Convolution with any window, one group: the windows of 5, 4, 2 or 1 output pixels are unrolled to scratch as int16 pairs (im2col) and run
 * through the pointwise core. A window whose taps start on word boundaries (IC a multiple of 4) is widened straight from the rows, any
 * other is first gathered to bytes. Unrolling costs 1 to 2 instructions per tap and pixel, shared by all output channels. */
#ifndef TE_CONV2D_S8_DSP_H
#define TE_CONV2D_S8_DSP_H

#include "te_block_s8_1.h"
#include "te_block_s8_2.h"
#include "te_block_s8_4.h"
#include "te_block_s8_5.h"
#include "te_clamp_s8.h"
#include "te_conv2d.h"
#include "te_im2col_k3x9_asm.h"
#include "te_widen_s8.h"

#if TE_ARMV7EM
/* Exactly n >= 1 bytes. Words, the last of which overlaps the one before it: 4 instructions each and 5; 4 a byte where there is no word. */
TE_ALWAYS_INLINE void te_im2col_copy(int8_t *to, const int8_t *from, int32_t n)
{
    uint32_t v;
    if (n < 4) {
        __asm__ volatile("0:\n\t"
                         "subs %[n], #1\n\t"
                         "ldrb %[v], [%[from], %[n]]\n\t"
                         "strb %[v], [%[to], %[n]]\n\t"
                         "bne 0b"
                         : [n] "+r"(n), [v] "=&r"(v)
                         : [to] "r"(to), [from] "r"(from)
                         : "cc", "memory");
        return;
    }
    __asm__ volatile("b 1f\n"
                     "0:\n\t"
                     "ldr %[v], [%[from]], #4\n\t"
                     "str %[v], [%[to]], #4\n"
                     "1:\n\t"
                     "subs %[n], #4\n\t"
                     "bgt 0b\n\t"
                     "ldr %[v], [%[from], %[n]]\n\t"
                     "str %[v], [%[to], %[n]]"
                     : [to] "+r"(to), [from] "+r"(from), [n] "+r"(n), [v] "=&r"(v)
                     :
                     : "cc", "memory");
}
#else
TE_ALWAYS_INLINE void te_im2col_copy(int8_t *to, const int8_t *from, int32_t n)
{
    memcpy(to, from, (size_t)n);
}
#endif

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
TE_SHARED TE_NEVER_INLINE void te_im2col_gather(int8_t *to, const int8_t *const *rows, int32_t ix0, const te_conv2d_s8_params *p)
{
    const int32_t ic = p->inChannels;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++) {
        te_im2col_taps t = te_im2col_inside(rows[ky], ix0, p);
        te_im2col_fill(to, t.first * ic, p->inZeroPoint);
        to += t.first * ic;
        const int32_t run = (t.last - t.first) * ic;
        if (run > 0 && p->in.channel == 1 && p->in.pixel == ic && p->dilationX == 1) {
            te_im2col_copy(to, rows[ky] + (ix0 + t.first) * ic, run);
            to += run;
            t.first = t.last;
        }
        for (int32_t kx = t.first; kx < t.last; kx++) {
            const int8_t *from = rows[ky] + (ix0 + kx * p->dilationX) * p->in.pixel;
            for (int32_t c = 0; c < ic; c++)
                *to++ = from[c * p->in.channel];
        }
        te_im2col_fill(to, (p->kernelWidth - t.last) * ic, p->inZeroPoint);
        to += (p->kernelWidth - t.last) * ic;
    }
}

/* The same for n windows inside the map that are runs of bytes in each row. */
TE_SHARED TE_NEVER_INLINE void te_im2col_gather_runs(int8_t *to, int32_t windowBytes, int32_t n, const int8_t *const *rows, int32_t ix0,
                                                     const te_conv2d_s8_params *p)
{
    const int32_t run = p->kernelWidth * p->inChannels, step = p->strideX * p->inChannels;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++, to += run) {
        const int8_t *from = rows[ky] + ix0 * p->inChannels;
        int8_t *t = to;
        for (int32_t i = 0; i < n; i++, from += step, t += windowBytes)
            te_im2col_copy(t, from, run);
    }
}

/* One window straight to int16 pairs, lane `lane` of `lanes`; IC is a multiple of 4. */
TE_SHARED TE_NEVER_INLINE void te_im2col_widen(uint32_t *to, int32_t lanes, int32_t lane, const int8_t *const *rows, int32_t ix0,
                                               const te_conv2d_s8_params *p)
{
    const int32_t ic = p->inChannels;
    const int32_t tapWords = ic / 2 * lanes;
    const uint32_t zeroPoints = ((uint32_t)p->inZeroPoint & 0xffffu) * 0x00010001u;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++) {
        const te_im2col_taps t = te_im2col_inside(rows[ky], ix0, p);
        for (int32_t kx = 0; kx < p->kernelWidth; kx++, to += tapWords) {
            const int8_t *from = rows[ky];
            if (kx >= t.first && kx < t.last) {
                te_widen_s8(to, lanes, lane, from + (ix0 + kx * p->dilationX) * p->in.pixel, p->in.channel, ic);
                continue;
            }
            for (int32_t i = lane; i < tapWords; i += lanes)
                to[i] = zeroPoints;
        }
    }
}

/* Whether windows that no border cuts are runs of bytes in each row. */
TE_ALWAYS_INLINE int te_im2col_runs(const int8_t *const *rows, const te_conv2d_s8_params *p)
{
    int runs = p->in.channel == 1 && p->in.pixel == p->inChannels && p->dilationX == 1;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++)
        runs &= rows[ky] != NULL;
    return runs;
}

/* n windows from output column x on, as int16 pairs. `bytes` holds n windows, if IC is not a multiple of 4. */
TE_ALWAYS_INLINE void te_im2col(uint32_t *wide, int8_t *bytes, int32_t n, int runs, const int8_t *const *rows, int32_t x,
                                const te_conv2d_s8_params *p)
{
    const int32_t depth = p->kernelHeight * p->kernelWidth * p->inChannels;
    const int32_t ix0 = x * p->strideX - p->padLeft;
    const int inside = runs && ix0 >= 0 && ix0 + (n - 1) * p->strideX + p->kernelWidth <= p->inWidth;
    if (p->inChannels % 4 == 0) {
        const int32_t run = p->kernelWidth * p->inChannels;
        for (int32_t ky = 0; inside && ky < p->kernelHeight; ky++)
            te_widen_s8_block(wide + ky * run / 2 * n, n, rows[ky] + ix0 * p->inChannels, p->strideX * p->inChannels, run);
        for (int32_t i = 0; !inside && i < n; i++)
            te_im2col_widen(wide, n, i, rows, ix0 + i * p->strideX, p);
        return;
    }
#if TE_ARMV7EM
    if (inside && n == 4 && p->kernelHeight == 3 && p->kernelWidth * p->inChannels == 9) {
        te_im2col_k3x9(wide, rows, ix0 * p->inChannels, p->strideX * p->inChannels);
        return;
    }
#endif
    if (inside) {
        te_im2col_gather_runs(bytes, TE_CEIL4(depth), n, rows, ix0, p);
    } else {
        for (int32_t i = 0; i < n; i++) {
            const int32_t ix = ix0 + i * p->strideX;
            if (runs && ix >= 0 && ix + p->kernelWidth <= p->inWidth)
                te_im2col_gather_runs(bytes + i * TE_CEIL4(depth), 0, 1, rows, ix, p);
            else
                te_im2col_gather(bytes + i * TE_CEIL4(depth), rows, ix, p);
        }
    }
    te_widen_s8_block(wide, n, bytes, TE_CEIL4(depth), TE_CEIL4(depth));
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
    const int runs = te_im2col_runs(rows, p);
    for (int32_t x = x0; x < x1;) {
        const int32_t n = te_block_s8_next(x1 - x, pixels);
        te_im2col(wide, bytes, n, runs, rows, x, p);
        if (pixels >= 5 && n == 5)
            TE_BY_ENCODING(te_block_s8_5)(&b, anyshift);
        else if (pixels >= 4 && n == 4)
            TE_BY_ENCODING(te_block_s8_4)(&b, anyshift);
        else if (n == 2)
            TE_BY_ENCODING(te_block_s8_2)(&b, anyshift);
        else
            TE_BY_ENCODING(te_block_s8_1)(&b, anyshift);
        b.out += n * p->out.pixel;
        x += n;
    }
    te_clamp_s8(out, p->out, x1 - x0, p->outChannels, p->clampMin, p->clampMax);
}

#endif
