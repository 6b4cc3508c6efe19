/* Depthwise with any kernel, stride, dilation and multiplier, from the same lines as the specials; two outputs at a time share the
 * weights. About 3.5 instructions per MAC. */
#ifndef TE_DWCONV2D_S8_GENERIC_DSP_H
#define TE_DWCONV2D_S8_GENERIC_DSP_H

#include "te_clamp_s8.h"
#include "te_dwconv2d_s8_lines.h"

TE_ALWAYS_INLINE void te_dw_generic_channel(int8_t *out, const int8_t *line, int32_t lineBytes, int32_t columns, int32_t channel,
                                            const te_dwconv2d_s8_params *p, int anyshift)
{
    const te_requant *r = p->requant + channel;
    const int8_t *const weights = p->weights + channel * p->kernelHeight * p->kernelWidth;
    const int32_t kernelWidth = p->kernelWidth, dilationX = p->dilationX;
    for (int32_t x = 0; x < columns; x += 2, line += 2 * p->strideX) {
        const int32_t second = x + 1 < columns ? p->strideX : 0;
        const int8_t *w = weights;
        const int8_t *row = line;
        int32_t a0 = r->bias, a1 = r->bias;
        for (int32_t ky = 0; ky < p->kernelHeight; ky++, row += lineBytes) {
            const int8_t *in = row;
            for (int32_t kx = kernelWidth; kx > 0; kx--, in += dilationX, w++) {
                a0 = te_mac(a0, in[0], w[0]);
                a1 = te_mac(a1, in[second], w[0]);
            }
        }
        out[x * p->out.pixel] = (int8_t)te_requantize(a0, r, anyshift);
        if (second != 0)
            out[(x + 1) * p->out.pixel] = (int8_t)te_requantize(a1, r, anyshift);
    }
}

TE_ALWAYS_INLINE void te_dwconv2d_s8_generic(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_dwconv2d_s8_params *p,
                                             void *scratch, int anyshift)
{
    const te_dw_lines l = te_dw_lines_make(x0, x1, p, scratch);
    const int32_t channels = p->inChannels * p->multiplier;
    TE_COUNT_MACS((int64_t)(x1 - x0) * channels * p->kernelHeight * p->kernelWidth);
    for (int32_t c = 0; c < p->inChannels; c += l.lanes) {
        te_dw_lines_fill(&l, rows, c, p);
        for (int32_t lane = 0; lane < l.lanes && c + lane < p->inChannels; lane++) {
            for (int32_t m = 0; m < p->multiplier; m++) {
                const int32_t oc = (c + lane) * p->multiplier + m;
                te_dw_generic_channel(out + oc * p->out.channel, l.first + lane * l.laneBytes, l.lineBytes, x1 - x0, oc, p, anyshift);
            }
        }
    }
    te_clamp_s8(out, p->out, x1 - x0, channels, p->clampMin, p->clampMax);
}

#endif
