#ifndef TE_LOGISTIC_STEEP_S16__C99_H
#define TE_LOGISTIC_STEEP_S16__C99_H

#include "te_activation_s16_body.h"

void te_logistic_steep_s16__c99(int16_t *out, const int16_t *in, int32_t count, const te_activation_s16_params *p)
{
    const int32_t limit = INT32_MAX / p->multiplier;
    for (int32_t i = 0; i < count; i++)
        out[i] = te_logistic_s16_value(te_clamp(in[i], -limit, limit), p->multiplier, p->shift);
}

#endif
