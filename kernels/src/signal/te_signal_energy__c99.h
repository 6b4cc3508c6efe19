#ifndef TE_SIGNAL_ENERGY__C99_H
#define TE_SIGNAL_ENERGY__C99_H

#include "te_signal.h"

void te_signal_energy__c99(uint32_t *out, const int16_t *in, int32_t count, const te_signal_params *p)
{
    for (int32_t i = 0; i < count; i++, in += 2)
        out[i] = i < p->option[0] || i >= p->option[1] ? 0 : (uint32_t)(in[0] * in[0]) + (uint32_t)(in[1] * in[1]);
}

#endif
