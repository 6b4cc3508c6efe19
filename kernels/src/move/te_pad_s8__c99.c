#include <stddef.h>

#include "te_move.h"

void te_pad_s8__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_pad_s8_params *p, void *scratch)
{
    (void)scratch;
    for (int32_t x = x0; x < x1; x++) {
        const int32_t ix = x - p->padLeft;
        const int inside = rows[0] != NULL && ix >= 0 && ix < p->inWidth;
        int8_t *o = out + (x - x0) * p->out.pixel;
        for (int32_t c = 0; c < p->outChannels; c++) {
            const int32_t ic = c - p->padChannels;
            const int copied = inside && ic >= 0 && ic < p->inChannels;
            o[c * p->out.channel] = copied ? rows[0][ix * p->in.pixel + ic * p->in.channel] : (int8_t)p->value;
        }
    }
}
