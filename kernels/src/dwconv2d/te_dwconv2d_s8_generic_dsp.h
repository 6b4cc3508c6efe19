/* Depthwise with any kernel, stride, dilation and multiplier, from the same lines as the specials. Undilated: four outputs of a channel at
 * a time, see te_dwconv2d_s8_generic_asm.h. Dilated: tap by tap, about 9 instructions per MAC. */
#ifndef TE_DWCONV2D_S8_GENERIC_DSP_H
#define TE_DWCONV2D_S8_GENERIC_DSP_H

#include "te_clamp_s8.h"
#include "te_dwconv2d_s8_generic_asm.h"
#include "te_dwconv2d_s8_lines.h"

/* A number of quads, window by window; a word of weights is masked to the taps that it has. */
TE_ALWAYS_INLINE void te_dw_generic_words(te_dw_generic j, int anyshift)
{
    for (; j.quads > 0; j.quads--, j.row += j.quadStep, j.out += 4 * j.pixel) {
        for (int32_t i = 0; i < 4; i++) {
            const int8_t *in = j.row + i * j.step, *w = j.weights;
            int32_t acc = j.requant->bias;
            for (int32_t ky = 0; ky < j.kernelHeight; ky++, w += j.taps, in += j.lineSkip) {
                for (int32_t word = 0; word < j.words; word++, in += 4, w += 4)
                    acc = te_dw_generic_dot(acc, te_load_s8x4(in), te_load_s8x4(w));
                acc = te_dw_generic_dot(acc, te_load_s8x4(in), te_load_s8x4(w) & j.mask);
            }
            j.out[i * j.pixel] = (int8_t)te_requantize(acc, j.requant, anyshift);
        }
    }
}

/* The columns of a channel: quads, the last of which overlaps the one before it; below four columns each by itself, written four times. */
static TE_NEVER_INLINE void te_dw_generic_channel(te_dw_generic j, int32_t columns, int32_t strideX, int anyshift)
{
    const int8_t *const row = j.row;
    int8_t *const out = j.out;
    const int32_t pixel = j.pixel, n = columns >= 4 ? 4 : 1;
    j.quads = columns / 4;
    j.step = columns >= 4 ? strideX : 0;
    j.pixel = columns >= 4 ? pixel : 0;
    if (j.quads > 0)
        te_dw_generic_quads(&j, anyshift);
    for (int32_t x = 4 * (columns / 4); x < columns; x += n) {
        const int32_t first = te_min(x, columns - n);
        j.quads = 1;
        j.row = row + first * strideX;
        j.out = out + first * pixel;
        te_dw_generic_quads(&j, anyshift);
    }
}

static TE_NEVER_INLINE void te_dw_generic_dilated(te_dw_generic j, int32_t columns, int32_t lineBytes, const te_dwconv2d_s8_params *p,
                                                  int anyshift)
{
    for (int32_t x = 0; x < columns; x++, j.row += p->strideX, j.out += j.pixel) {
        const int8_t *in = j.row, *w = j.weights;
        int32_t acc = j.requant->bias;
        for (int32_t ky = p->kernelHeight; ky > 0; ky--, in += lineBytes)
            for (int32_t kx = 0; kx < p->kernelWidth; kx++)
                acc = te_mac(acc, in[kx * p->dilationX], *w++);
        *j.out = (int8_t)te_requantize(acc, j.requant, anyshift);
    }
}

TE_ALWAYS_INLINE void te_dwconv2d_s8_generic(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_dwconv2d_s8_params *p,
                                             void *scratch, int anyshift)
{
    const te_dw_lines l = te_dw_lines_make(x0, x1, p, scratch);
    const int32_t channels = p->inChannels * p->multiplier, columns = x1 - x0;
    te_dw_generic j;
    j.words = (p->kernelWidth - 1) / 4;
    j.taps = p->kernelWidth - 4 * j.words;
    j.mask = 0xffffffffu >> (32 - 8 * j.taps);
    j.lineSkip = l.lineBytes - 4 * j.words;
    j.kernelHeight = p->kernelHeight;
    j.quadStep = 4 * p->strideX;
    j.pixel = p->out.pixel;
    TE_COUNT_MACS((int64_t)columns * channels * p->kernelHeight * p->kernelWidth);
    for (int32_t oc = 0; oc < channels; oc++) {
        const int32_t c = oc / p->multiplier;
        if (c % l.lanes == 0 && oc % p->multiplier == 0)
            te_dw_lines_fill(&l, rows, c, p);
        j.weights = p->weights + oc * p->kernelHeight * p->kernelWidth;
        j.row = l.first + c % l.lanes * l.laneBytes;
        j.out = out + oc * p->out.channel;
        j.requant = p->requant + oc;
        if (p->dilationX == 1)
            te_dw_generic_channel(j, columns, p->strideX, anyshift);
        else
            te_dw_generic_dilated(j, columns, l.lineBytes, p, anyshift);
    }
    te_clamp_s8(out, p->out, columns, channels, p->clampMin, p->clampMax);
}

#endif
