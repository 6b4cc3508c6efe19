#ifndef TE_SOFTMAX_S16__C99_H
#define TE_SOFTMAX_S16__C99_H

#include "te_fixed.h"
#include "te_softmax.h"

/* The table at `position`, which goes over its 512 intervals from -2^15 to 2^15. */
static int32_t te_softmax_s16_interpolate(const int16_t *table, int32_t position)
{
    const int32_t at = te_saturate_s16(position);
    const int16_t *entry = table + 256 + te_asr(at, 7);
    const int32_t slope = (int16_t)(entry[1] - entry[0]);
    return (int16_t)(entry[0] + te_asr(slope * (at & 0x7f) + 64, 7));
}

static int32_t te_softmax_s16_exp(int32_t difference, const te_softmax_s16_params *p)
{
    const int32_t scaled = te_multiply_by_quantized_multiplier(difference, p->multiplier, p->exponent);
    return te_softmax_s16_interpolate(p->expTable, te_add_wrap(scaled, INT16_MAX));
}

/* One vector; `out` holds the exponentials until their sum is known. */
static void te_softmax_s16_row(int16_t *out, const int16_t *in, const te_softmax_s16_params *p)
{
    int32_t max = INT16_MIN, sum = 0, bits = 0;
    for (int32_t c = 0; c < p->depth; c++)
        max = te_max(max, in[c]);
    for (int32_t c = 0; c < p->depth; c++) {
        const int32_t e = te_softmax_s16_exp(in[c] - max, p);
        sum += e;
        out[c] = (int16_t)e;
    }
    /* sum is in [2^bits, 2^(bits + 1)); normalized to [1, 2) with 16 fraction bits. */
    while (sum >> bits > 1)
        bits++;
    const int32_t normalized = (int32_t)(((int64_t)sum * ((int64_t)1 << (30 - bits)) + (1 << 13)) >> 14);
    const int32_t scale = te_softmax_s16_interpolate(p->reciprocalTable, normalized - (1 << 15) - (1 << 16));
    for (int32_t c = 0; c < p->depth; c++) {
        const int64_t product = (int64_t)out[c] * scale + ((int64_t)1 << (bits - 1));
        out[c] = (int16_t)te_clamp((int32_t)te_asr64(product, bits), 0, INT16_MAX);
    }
}

void te_softmax_s16__c99(int16_t *out, const int16_t *in, int32_t count, const te_softmax_s16_params *p)
{
    for (; count > 0; count -= p->depth, in += p->depth, out += p->depth)
        te_softmax_s16_row(out, in, p);
}

#endif
