#ifndef TE_SIGNAL_FILTER_BANK__C99_H
#define TE_SIGNAL_FILTER_BANK__C99_H

#include "te_signal.h"

void te_signal_filter_bank__c99(uint64_t *out, const uint32_t *in, const int16_t *weights, const int16_t *unweights, const int16_t *starts,
                                const int16_t *weightStarts, const int16_t *widths, int32_t count, const te_signal_params *p)
{
    uint64_t next = 0;
    (void)p;
    for (int32_t channel = 0; channel <= count; channel++) {
        uint64_t sum = next;
        next = 0;
        for (int32_t j = 0; j < widths[channel]; j++) {
            const uint64_t energy = in[starts[channel] + j];
            sum += (uint64_t)(int64_t)weights[weightStarts[channel] + j] * energy;
            next += (uint64_t)(int64_t)unweights[weightStarts[channel] + j] * energy;
        }
        if (channel > 0)
            out[channel - 1] = sum;
    }
}

#endif
