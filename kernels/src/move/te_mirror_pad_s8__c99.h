#ifndef TE_MIRROR_PAD_S8__C99_H
#define TE_MIRROR_PAD_S8__C99_H

#include "te_move.h"

/* The input position of position i, counted from the first one of the input. */
static int32_t te_mirror_pad_source(int32_t i, int32_t size, int32_t edge)
{
    if (i < 0)
        return -i - edge;
    return i < size ? i : 2 * (size - 1) - i + edge;
}

void te_mirror_pad_s8__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_mirror_pad_s8_params *p, void *scratch)
{
    (void)scratch;
    for (int32_t x = x0; x < x1; x++, out += p->out.pixel) {
        const int8_t *in = rows[0] + te_mirror_pad_source(x - p->padLeft, p->inWidth, p->edge) * p->in.pixel;
        for (int32_t c = 0; c < p->outChannels; c++)
            out[c * p->out.channel] = in[te_mirror_pad_source(c - p->padChannels, p->inChannels, p->edge) * p->in.channel];
    }
}

#endif
