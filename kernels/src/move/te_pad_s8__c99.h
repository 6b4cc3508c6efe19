#ifndef TE_PAD_S8__C99_H
#define TE_PAD_S8__C99_H

#include <string.h>

#include "te_move.h"

/* Column x of the output lies beside the input, or has no input. */
static int te_pad_s8_outside(const int8_t *row, int32_t x, const te_pad_s8_params *p)
{
    return row == NULL || x < p->padLeft || x - p->padLeft >= p->inWidth;
}

/* Whole pixels next to each other, on both sides: at most three runs. */
static void te_pad_s8_pixels(int8_t *out, const int8_t *row, int32_t x0, int32_t x1, const te_pad_s8_params *p)
{
    for (int32_t x = x0, next; x < x1; x = next) {
        const int outside = te_pad_s8_outside(row, x, p);
        for (next = x + 1; next < x1 && te_pad_s8_outside(row, next, p) == outside;)
            next++;
        const size_t bytes = (size_t)((next - x) * p->outChannels);
        if (outside)
            memset(out, p->value, bytes);
        else
            memcpy(out, row + (x - p->padLeft) * p->in.pixel, bytes);
        out += bytes;
    }
}

void te_pad_s8__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_pad_s8_params *p, void *scratch)
{
    (void)scratch;
    if (p->in.channel == 1 && p->out.channel == 1 && p->in.pixel == p->outChannels && p->out.pixel == p->outChannels &&
        p->inChannels == p->outChannels) {
        te_pad_s8_pixels(out, rows[0], x0, x1, p);
        return;
    }
    for (int32_t x = x0; x < x1; x++) {
        const int inside = !te_pad_s8_outside(rows[0], x, p);
        int8_t *o = out + (x - x0) * p->out.pixel;
        for (int32_t c = 0; c < p->outChannels; c++) {
            const int32_t ic = c - p->padChannels;
            const int copied = inside && ic >= 0 && ic < p->inChannels;
            o[c * p->out.channel] = copied ? rows[0][(x - p->padLeft) * p->in.pixel + ic * p->in.channel] : (int8_t)p->value;
        }
    }
}

#endif
