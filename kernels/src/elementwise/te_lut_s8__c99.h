/* Contiguous: 15 instructions for four elements. */
#ifndef TE_LUT_S8__C99_H
#define TE_LUT_S8__C99_H

#include "te_elementwise.h"

static void te_lut_s8_run(int8_t *out, const int8_t *in, int32_t count, const int8_t *table)
{
    for (; count >= 4; count -= 4, in += 4, out += 4) {
        out[0] = table[(uint8_t)in[0]];
        out[1] = table[(uint8_t)in[1]];
        out[2] = table[(uint8_t)in[2]];
        out[3] = table[(uint8_t)in[3]];
    }
    for (; count > 0; count--)
        *out++ = table[(uint8_t)*in++];
}

void te_lut_s8__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_lut_s8_params *p, void *scratch)
{
    const int runs = p->in.channel == 1 && p->out.channel == 1;
    (void)scratch;
    if (runs && p->in.pixel == p->channels && p->out.pixel == p->channels) {
        te_lut_s8_run(out, rows[0] + x0 * p->channels, (x1 - x0) * p->channels, p->table);
        return;
    }
    for (int32_t x = x0; x < x1; x++, out += p->out.pixel) {
        const int8_t *in = rows[0] + x * p->in.pixel;
        if (runs) {
            te_lut_s8_run(out, in, p->channels, p->table);
            continue;
        }
        for (int32_t c = 0; c < p->channels; c++)
            out[c * p->out.channel] = p->table[(uint8_t)in[c * p->in.channel]];
    }
}

#endif
