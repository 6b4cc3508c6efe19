#ifndef TE_SIGNAL_GAIN__C99_H
#define TE_SIGNAL_GAIN__C99_H

#include "te_fixed.h"
#include "te_signal.h"

/* Parabolas between powers of two: four entries of the table each. */
static int32_t te_signal_interpolate(uint32_t x, const int16_t *table)
{
    int32_t bits = 2;
    if (x <= 2)
        return table[x];
    while (bits < 32 && x >> bits != 0)
        bits++;
    const int16_t *at = table + 4 * bits - 6;
    const int32_t fraction = (int32_t)((bits < 11 ? x << (11 - bits) : x >> (bits - 11)) & 0x3ff);
    const uint32_t sum = (uint32_t)te_asr(at[2] * fraction, 5) + ((uint32_t)(int32_t)at[1] << 5);
    return (int16_t)(uint16_t)((uint32_t)te_asr((int32_t)(sum * (uint32_t)fraction + (1u << 14)), 15) + (uint32_t)(int32_t)at[0]);
}

void te_signal_gain__c99(uint32_t *out, const uint32_t *in, const uint32_t *noise, const int16_t *table, int32_t count,
                         const te_signal_params *p)
{
    for (int32_t i = 0; i < count; i++) {
        const uint32_t gain = (uint32_t)te_signal_interpolate(noise[i], table);
        const uint32_t ratio = (uint32_t)((uint64_t)in[i] * gain >> p->option[0]);
        out[i] = ratio < 2u << 12 ? ratio * ratio >> 20 : (ratio >> 6) - (1u << 6);
    }
}

#endif
