#ifndef TE_QUANTIZE_F32U8__C99_H
#define TE_QUANTIZE_F32U8__C99_H

#include "te_quantize_body.h"

void te_quantize_f32u8__c99(uint8_t *out, const float *in, int32_t count, const te_quantize_params *p)
{
    const te_quantize_params local = *p; /* bytes of `out` could be its own */
    for (int32_t i = 0; i < count; i++)
        out[i] = (uint8_t)te_quantize_value(in[i], &local, 0, UINT8_MAX);
}

#endif
