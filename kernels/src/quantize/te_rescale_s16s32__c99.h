#ifndef TE_RESCALE_S16S32__C99_H
#define TE_RESCALE_S16S32__C99_H

#include "te_quantize_body.h"

void te_rescale_s16s32__c99(int32_t *out, const int16_t *in, int32_t count, const te_rescale_params *p)
{
    for (int32_t i = 0; i < count; i++)
        out[i] = te_rescale_value(in[i], p, INT32_MIN, INT32_MAX);
}

#endif
