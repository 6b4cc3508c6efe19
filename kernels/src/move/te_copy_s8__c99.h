#ifndef TE_COPY_S8__C99_H
#define TE_COPY_S8__C99_H

#include <string.h>

#include "te_move.h"

void te_copy_s8__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_copy_s8_params *p, void *scratch)
{
    (void)scratch;
    for (int32_t x = x0; x < x1; x++) {
        const int8_t *in = rows[0] + x * p->in.pixel;
        int8_t *o = out + (x - x0) * p->out.pixel;
        if (p->in.channel == 1 && p->out.channel == 1) {
            memmove(o, in, (size_t)p->channels);
            continue;
        }
        for (int32_t c = 0; c < p->channels; c++)
            o[c * p->out.channel] = in[c * p->in.channel];
    }
}

#endif
