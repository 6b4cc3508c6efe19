/* Depthwise on channel-last maps that are small against the window: only the taps inside the map are computed, four channels at a time.
 * The taps of an output pixel are listed once, then all channels run through the list.
 * Budget: a tap 11 instructions for 4 MACs and 2 for 4 taps; around that 48 for 4 outputs, of them 20 requantization; the list about 10 a
 * tap and pixel. 3x3 map: 2.9 instructions per MAC (padded taps counted) with a 3x3 window, 1.5 with 5x5; 5x5 map: 2.1 with 5x5.
 * Registers: r0-r3 accumulators, r4-r5 input, r6-r7 weights, r8 requant, r9 weights of the block, r10 taps left, r11 list, r12 -zero point,
 * lr bytes to the block's first channel. */
#ifndef TE_DWCONV2D_S8_INSIDE_H
#define TE_DWCONV2D_S8_INSIDE_H

#include <stddef.h>

#include "te_clamp_s8.h"
#include "te_dwconv2d.h"
#include "te_fixed.h"
#include "te_requantize_asm.h"

/* One output; weights as C4HW4. */
TE_ALWAYS_INLINE int32_t te_dw_inside_dot(const int8_t *const *rows, int32_t ix0, int32_t c, const te_dwconv2d_s8_params *p)
{
    const int8_t *w = p->weights + c / 4 * 4 * p->kernelHeight * p->kernelWidth + c % 4;
    int32_t acc = p->requant[c].bias;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++) {
        for (int32_t kx = 0; kx < p->kernelWidth; kx++, w += 4) {
            const int32_t ix = ix0 + kx * p->dilationX;
            if (rows[ky] != NULL && ix >= 0 && ix < p->inWidth)
                acc = te_mac(acc, rows[ky][ix * p->in.pixel + c] - p->inZeroPoint, *w);
        }
    }
    return acc;
}

/* Channels from `first` on. */
TE_ALWAYS_INLINE void te_dw_inside_channels(int8_t *out, const int8_t *const *rows, int32_t ix0, int32_t first,
                                            const te_dwconv2d_s8_params *p)
{
    for (int32_t c = first; c < p->inChannels; c++)
        out[c] = (int8_t)te_requantize_fast(te_dw_inside_dot(rows, ix0, c, p), p->requant + c);
}

#if TE_ARMV7EM

typedef struct {
    const int8_t *in; /* channel 0 */
    int32_t weight;   /* from the block's first one */
} te_dw_inside_tap;

/* The assembly reads the members by their position. */
typedef struct {
    int8_t *out;
    const te_requant *end; /* behind the last block's rows */
    int32_t blockBytes;    /* of weights */
    int32_t taps;
    const te_dw_inside_tap *list;
    const te_requant *requant;
    const int8_t *weights;
    uint32_t offsets; /* -zero point, twice */
} te_dw_inside;

TE_AT(te_dw_inside, out, 0);
TE_AT(te_dw_inside, end, 4);
TE_AT(te_dw_inside, blockBytes, 8);
TE_AT(te_dw_inside, taps, 12);
TE_AT(te_dw_inside, list, 16);
TE_AT(te_dw_inside, requant, 20);
TE_AT(te_dw_inside, weights, 24);
TE_AT(te_dw_inside, offsets, 28);

/* All blocks of four channels of a pixel, at least one. The loop is entered so that its first round does (taps - 1) % 4 + 1 of its four
 * copies. On the stack: out, end, blockBytes, taps, list, entry. */
TE_SHARED TE_NAKED void te_dw_inside_blocks(const te_dw_inside *j __attribute__((unused)))
{
    __asm__("push {r4-r11, lr}\n\t"
            "ldm r0, {r1-r5, r8, r9, r12}\n\t"
            "rsb r6, r4, #0\n\t"
            "and r6, r6, #3\n\t"
            "mov r7, #44\n\t"
            "adr.w r0, 1f\n\t"
            "mla r6, r6, r7, r0\n\t"
            "cbnz r4, 4f\n\t"
            "adr.w r6, 2f\n"
            "4:\n\t"
            "add r6, r6, #1\n\t"
            "push {r1-r6}\n\t"
            "mov lr, #0\n"
            "0:\n\t"
            "ldr r0, [r8]\n\t"
            "ldr r1, [r8, #12]\n\t"
            "ldr r2, [r8, #24]\n\t"
            "ldr r3, [r8, #36]\n\t"
            "ldrd r10, r11, [sp, #12]\n\t"
            "ldr.w pc, [sp, #20]\n\t"
            ".balign 4\n"
            "1:\n\t"
            ".rept 4\n\t"
            "ldrd r4, r6, [r11], #8\n\t"
            "ldr.w r4, [r4, lr]\n\t"
            "ldr.w r6, [r9, r6]\n\t"
            "sxtab16 r5, r12, r4, ror #8\n\t"
            "sxtab16 r4, r12, r4\n\t"
            "sxtb16 r7, r6, ror #8\n\t"
            "sxtb16 r6, r6\n\t"
            "smlabb r0, r4, r6, r0\n\t"
            "smlabb r1, r5, r7, r1\n\t"
            "smlatt r2, r4, r6, r2\n\t"
            "smlatt r3, r5, r7, r3\n\t"
            ".endr\n\t"
            "subs r10, r10, #4\n\t"
            "bgt 1b\n\t"
            ".balign 4\n"
            "2:\n\t"
            "ldm r8!, {r4-r6}\n\t" TE_REQUANTIZE_ROW TE_REQUANTIZE_OPEN TE_REQUANTIZE("r0") TE_REQUANTIZE_CLOSE
            "ldm r8!, {r4-r6}\n\t" TE_REQUANTIZE_ROW TE_REQUANTIZE_OPEN TE_REQUANTIZE("r1") TE_REQUANTIZE_CLOSE
            "ldm r8!, {r4-r6}\n\t" TE_REQUANTIZE_ROW TE_REQUANTIZE_OPEN TE_REQUANTIZE("r2") TE_REQUANTIZE_CLOSE
            "ldm r8!, {r4-r6}\n\t" TE_REQUANTIZE_ROW TE_REQUANTIZE_OPEN TE_REQUANTIZE("r3") TE_REQUANTIZE_CLOSE
            "bfi r0, r1, #8, #8\n\t"
            "bfi r2, r3, #8, #8\n\t"
            "pkhbt r0, r0, r2, lsl #16\n\t"
            "ldm sp, {r4-r6}\n\t"
            "add r9, r9, r6\n\t"
            "add lr, lr, #4\n\t"
            "str r0, [r4], #4\n\t"
            "str r4, [sp]\n\t"
            "cmp r8, r5\n\t"
            "blo 0b\n\t"
            "add sp, sp, #24\n\t"
            "pop {r4-r11, pc}");
}

/* Lists the taps of a pixel; returns their number. */
TE_SHARED TE_NEVER_INLINE int32_t te_dw_inside_list(te_dw_inside_tap *list, const int8_t *const *rows, int32_t ix0,
                                                    const te_dwconv2d_s8_params *p)
{
    te_dw_inside_tap *next = list;
    int32_t weight = 0;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++) {
        if (rows[ky] == NULL) {
            weight += 4 * p->kernelWidth;
            continue;
        }
        for (int32_t ix = ix0; ix < ix0 + p->kernelWidth * p->dilationX; ix += p->dilationX, weight += 4) {
            if (ix < 0 || ix >= p->inWidth)
                continue;
            next->in = rows[ky] + ix * p->in.pixel;
            next++->weight = weight;
        }
    }
    return (int32_t)(next - list);
}

/* The channels that no block of four takes. */
TE_SHARED TE_RARE void te_dw_inside_last(int8_t *out, const int8_t *const *rows, int32_t ix0, const te_dwconv2d_s8_params *p)
{
    te_dw_inside_channels(out, rows, ix0, p->inChannels & ~3, p);
}

TE_ALWAYS_INLINE void te_dw_inside_pixel(int8_t *out, const int8_t *const *rows, int32_t ix0, const te_dwconv2d_s8_params *p, void *scratch)
{
    if (p->inChannels >= 4) {
        const uint32_t offset = (uint32_t)-p->inZeroPoint & 0xffffu;
        te_dw_inside j = {out,
                          p->requant + (p->inChannels & ~3),
                          4 * p->kernelHeight * p->kernelWidth,
                          0,
                          scratch,
                          p->requant,
                          p->weights,
                          offset << 16 | offset};
        j.taps = te_dw_inside_list((te_dw_inside_tap *)scratch, rows, ix0, p);
        te_dw_inside_blocks(&j);
    }
    if (p->inChannels % 4 != 0)
        te_dw_inside_last(out, rows, ix0, p);
}

#endif

TE_ALWAYS_INLINE void te_dwconv2d_s8_inside_row(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1,
                                                const te_dwconv2d_s8_params *p, void *scratch)
{
    TE_COUNT_MACS((int64_t)(x1 - x0) * p->inChannels * p->kernelHeight * p->kernelWidth);
    for (int32_t x = x0; x < x1; x++) {
        int8_t *to = out + (x - x0) * p->out.pixel;
#if TE_ARMV7EM
        te_dw_inside_pixel(to, rows, x * p->strideX - p->padLeft, p, scratch);
#else
        (void)scratch;
        te_dw_inside_channels(to, rows, x * p->strideX - p->padLeft, 0, p);
#endif
    }
    te_clamp_s8(out, p->out, x1 - x0, p->inChannels, p->clampMin, p->clampMax);
}

#endif
