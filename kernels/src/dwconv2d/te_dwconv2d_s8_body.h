#ifndef TE_DWCONV2D_S8_BODY_H
#define TE_DWCONV2D_S8_BODY_H

#include <string.h>

#include "te_dwconv2d.h"
#include "te_fixed.h"

TE_ALWAYS_INLINE int32_t te_dwconv2d_s8_dot(const int8_t *const *rows, int32_t ix0, int32_t c, const te_dwconv2d_s8_params *p)
{
    const int8_t *w = p->weights + c * p->kernelHeight * p->kernelWidth;
    const int32_t inOffset = c / p->multiplier * p->in.channel;
    int32_t acc = p->requant[c].bias;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++) {
        for (int32_t kx = 0; kx < p->kernelWidth; kx++) {
            const int32_t ix = ix0 + kx * p->dilationX;
            const int inside = rows[ky] != NULL && ix >= 0 && ix < p->inWidth;
            acc = te_mac(acc, inside ? rows[ky][ix * p->in.pixel + inOffset] : p->inZeroPoint, *w++);
        }
    }
    return acc;
}

/* Whether `out` is one of the window's rows. */
TE_ALWAYS_INLINE int te_dwconv2d_s8_in_place(const int8_t *out, const int8_t *const *rows, int32_t kernelHeight)
{
    for (int32_t ky = 0; ky < kernelHeight; ky++)
        if (rows[ky] == out)
            return 1;
    return 0;
}

/* Channel by channel. Where `out` is one of the rows (PLANAR_ROW) the results of a channel wait in `line` until all its taps were read. */
TE_ALWAYS_INLINE void te_dwconv2d_s8_row(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_dwconv2d_s8_params *p,
                                         int8_t *line, int anyshift)
{
    const int32_t outChannels = p->inChannels * p->multiplier, columns = x1 - x0;
    const int inPlace = te_dwconv2d_s8_in_place(out, rows, p->kernelHeight);
    const int32_t step = inPlace ? 1 : p->out.pixel;
    TE_COUNT_MACS((int64_t)columns * outChannels * p->kernelHeight * p->kernelWidth);
    for (int32_t c = 0; c < outChannels; c++, out += p->out.channel) {
        int8_t *to = inPlace ? line : out;
        for (int32_t x = 0; x < columns; x++) {
            const int32_t acc = te_dwconv2d_s8_dot(rows, (x0 + x) * p->strideX - p->padLeft, c, p);
            const int32_t v = te_requantize(acc, p->requant + c, anyshift);
            to[x * step] = (int8_t)te_clamp(v, p->clampMin, p->clampMax);
        }
        if (inPlace)
            memcpy(out, line, (size_t)columns);
    }
}

#endif
