#ifndef TE_QUANTIZE_F32S16__C99_H
#define TE_QUANTIZE_F32S16__C99_H

#include "te_quantize_body.h"

void te_quantize_f32s16__c99(int16_t *out, const float *in, int32_t count, const te_quantize_params *p)
{
    const te_quantize_params local = *p; /* bytes of `out` could be its own */
    for (int32_t i = 0; i < count; i++)
        out[i] = (int16_t)te_quantize_value(in[i], &local, INT16_MIN, INT16_MAX);
}

#endif
