#ifndef TE_RESCALE_S16S8__C99_H
#define TE_RESCALE_S16S8__C99_H

#include "te_quantize_body.h"

void te_rescale_s16s8__c99(int8_t *out, const int16_t *in, int32_t count, const te_rescale_params *p)
{
    for (int32_t i = 0; i < count; i++)
        out[i] = (int8_t)te_rescale_value(in[i], p, INT8_MIN, INT8_MAX);
}

#endif
