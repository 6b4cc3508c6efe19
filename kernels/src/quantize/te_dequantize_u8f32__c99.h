#ifndef TE_DEQUANTIZE_U8F32__C99_H
#define TE_DEQUANTIZE_U8F32__C99_H

#include "te_fixed.h"
#include "te_quantize.h"

void te_dequantize_u8f32__c99(float *out, const uint8_t *in, int32_t count, const te_quantize_params *p)
{
    for (int32_t i = 0; i < count; i++)
        out[i] = te_exact_f32(p->scale * (float)(in[i] - p->zeroPoint));
}

#endif
