#ifndef TE_RESIZE_NEAREST_S8__C99_H
#define TE_RESIZE_NEAREST_S8__C99_H

#include <string.h>

#include "te_move.h"

void te_resize_nearest_s8__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_resize_nearest_s8_params *p,
                               void *scratch)
{
    (void)scratch;
    for (int32_t x = x0; x < x1; x++, out += p->out.pixel) {
        const int8_t *in = rows[0] + p->columns[x] * p->in.pixel;
        if (p->in.channel == 1 && p->out.channel == 1) {
            memcpy(out, in, (size_t)p->channels);
            continue;
        }
        for (int32_t c = 0; c < p->channels; c++)
            out[c * p->out.channel] = in[c * p->in.channel];
    }
}

#endif
