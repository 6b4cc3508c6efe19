#ifndef TE_TANH_S16__C99_H
#define TE_TANH_S16__C99_H

#include "te_activation_s16_body.h"

void te_tanh_s16__c99(int16_t *out, const int16_t *in, int32_t count, const te_activation_s16_params *p)
{
    for (int32_t i = 0; i < count; i++)
        out[i] = te_tanh_s16_value(in[i], p->multiplier, p->shift);
}

#endif
