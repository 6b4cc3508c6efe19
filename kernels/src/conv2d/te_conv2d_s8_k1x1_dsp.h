/* Pointwise on 5, 4, 2 and 1 pixels at a time; pixels are widened to scratch first, weights stream once per block of pixels. */
#ifndef TE_CONV2D_S8_K1X1_DSP_H
#define TE_CONV2D_S8_K1X1_DSP_H

#include "te_block_s8_1.h"
#include "te_block_s8_2.h"
#include "te_block_s8_4.h"
#include "te_block_s8_5.h"
#include "te_clamp_s8.h"
#include "te_conv2d.h"
#include "te_widen_s8_planar.h"

TE_SHARED TE_NEVER_INLINE void te_conv2d_s8_k1x1_widen(uint32_t *wide, int32_t n, const int8_t *in, const te_conv2d_s8_k1x1_params *p)
{
    if (p->in.channel == 1) {
        te_widen_s8_block(wide, n, in, p->in.pixel, p->inChannels);
    } else if (p->in.pixel == 1) {
        te_widen_s8_planar(wide, n, in, p->in.channel, p->inChannels);
    } else {
        for (int32_t i = 0; i < n; i++)
            te_widen_s8(wide, n, i, in + i * p->in.pixel, p->in.channel, p->inChannels);
    }
}

TE_ALWAYS_INLINE void te_conv2d_s8_k1x1_blocks(int8_t *out, const int8_t *in, int32_t x0, int32_t x1, const te_conv2d_s8_k1x1_params *p,
                                               uint32_t *wide, int32_t pixels, int anyshift)
{
    te_block_s8 b = {out,       p->out.pixel, p->out.channel, p->requant, wide, TE_CEIL4(p->inChannels) / 4, p->requant + p->outChannels,
                     p->weights};
    TE_COUNT_MACS((int64_t)(x1 - x0) * p->outChannels * p->inChannels);
    in += x0 * p->in.pixel;
    for (int32_t left = x1 - x0; left > 0;) {
        const int32_t n = te_block_s8_next(left, pixels);
        te_conv2d_s8_k1x1_widen(wide, n, in, p);
        if (pixels >= 5 && n == 5)
            TE_BY_ENCODING(te_block_s8_5)(&b, anyshift);
        else if (pixels >= 4 && n == 4)
            TE_BY_ENCODING(te_block_s8_4)(&b, anyshift);
        else if (n == 2)
            TE_BY_ENCODING(te_block_s8_2)(&b, anyshift);
        else
            TE_BY_ENCODING(te_block_s8_1)(&b, anyshift);
        in += n * p->in.pixel;
        b.out += n * p->out.pixel;
        left -= n;
    }
    te_clamp_s8(out, p->out, x1 - x0, p->outChannels, p->clampMin, p->clampMax);
}

#endif
