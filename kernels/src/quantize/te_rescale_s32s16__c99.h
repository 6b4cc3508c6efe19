#ifndef TE_RESCALE_S32S16__C99_H
#define TE_RESCALE_S32S16__C99_H

#include "te_quantize_body.h"

void te_rescale_s32s16__c99(int16_t *out, const int32_t *in, int32_t count, const te_rescale_params *p)
{
    for (int32_t i = 0; i < count; i++)
        out[i] = (int16_t)te_rescale_value(in[i], p, INT16_MIN, INT16_MAX);
}

#endif
