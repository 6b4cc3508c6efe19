#ifndef TE_SIGNAL_LOG__C99_H
#define TE_SIGNAL_LOG__C99_H

#include "te_fixed.h"
#include "te_signal.h"

/* What log2(1 + x) has more than x, in units of 2^-16, for x in steps of 1/128. */
static const uint16_t te_signal_log_table[130] = {
    0,    224,  442,  654,  861,  1063, 1259, 1450, 1636, 1817, 1992, 2163, 2329, 2490, 2646, 2797, 2944, 3087, 3224, 3358, 3487, 3611,
    3732, 3848, 3960, 4068, 4172, 4272, 4368, 4460, 4549, 4633, 4714, 4791, 4864, 4934, 5001, 5063, 5123, 5178, 5231, 5280, 5326, 5368,
    5408, 5444, 5477, 5507, 5533, 5557, 5578, 5595, 5610, 5622, 5631, 5637, 5640, 5641, 5638, 5633, 5626, 5615, 5602, 5586, 5568, 5547,
    5524, 5498, 5470, 5439, 5406, 5370, 5332, 5291, 5249, 5203, 5156, 5106, 5054, 5000, 4944, 4885, 4825, 4762, 4697, 4630, 4561, 4490,
    4416, 4341, 4264, 4184, 4103, 4020, 3935, 3848, 3759, 3668, 3575, 3481, 3384, 3286, 3186, 3084, 2981, 2875, 2768, 2659, 2549, 2437,
    2323, 2207, 2090, 1971, 1851, 1729, 1605, 1480, 1353, 1224, 1094, 963,  830,  695,  559,  421,  282,  142,  0,    0};

static uint32_t te_signal_log(uint32_t number, uint32_t scale)
{
    int32_t integer = 31;
    while (number >> integer == 0)
        integer--;
    const uint32_t rest = number - (1u << integer);
    const int32_t fraction = (int32_t)(integer < 16 ? rest << (16 - integer) : rest >> (integer - 16));
    const int32_t segment = fraction >> 9, low = te_signal_log_table[segment], high = te_signal_log_table[segment + 1];
    const int32_t curve = te_asr((high - low) * (fraction - segment * 512), 16);
    const uint32_t binary = ((uint32_t)integer << 16) + (uint32_t)(fraction + low + curve);
    const uint32_t natural = (uint32_t)(((uint64_t)45426 * binary + 32768) >> 16);
    return (scale * natural + 32768) >> 16;
}

void te_signal_log__c99(int16_t *out, const uint32_t *in, int32_t count, const te_signal_params *p)
{
    for (int32_t i = 0; i < count; i++) {
        const uint32_t number = in[i] << p->option[1], log = number > 1 ? te_signal_log(number, (uint32_t)p->option[0]) : 0;
        out[i] = (int16_t)(log < INT16_MAX ? log : INT16_MAX);
    }
}

#endif
