#ifndef TE_SIGNAL_SUBTRACT__C99_H
#define TE_SIGNAL_SUBTRACT__C99_H

#include "te_signal.h"

void te_signal_subtract__c99(uint32_t *out, uint32_t *noiseOut, const uint32_t *in, uint32_t *noise, int32_t count,
                             const te_signal_params *p)
{
    for (int32_t i = 0; i < count; i++) {
        const int32_t *smoothing = p->option + (i & 1) * 2;
        const uint32_t signal = in[i] << p->option[4];
        const uint64_t sum = (uint64_t)signal * (uint32_t)smoothing[0] + (uint64_t)noise[i] * (uint32_t)smoothing[1];
        const uint32_t estimate = (uint32_t)(sum >> p->option[5]), limited = estimate < signal ? estimate : signal;
        noise[i] = p->option[7] != 0 ? limited : estimate;
        noiseOut[i] = noise[i];
        const uint32_t least = (uint32_t)((uint64_t)in[i] * (uint64_t)(int64_t)p->option[6] >> p->option[5]);
        const uint32_t rest = (signal - limited) >> p->option[4];
        out[i] = rest > least ? rest : least;
    }
}

#endif
