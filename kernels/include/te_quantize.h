/* QUANTIZE and DEQUANTIZE of contiguous vectors. int8 to int8 and int8 to or from uint8 are te_lut_s8. */
#ifndef TE_QUANTIZE_H
#define TE_QUANTIZE_H

#include "te_types.h"

/* te_quantize: out = clamp(round(in / scale) + zeroPoint), halves away from zero; NaN gives the zero point, infinities saturate.
 * te_dequantize: out = scale * (in - zeroPoint), in float32. */
typedef struct {
    float scale;
    int32_t zeroPoint;
} te_quantize_params;

/* te_rescale: between integer types: out = clamp(MultiplyByQuantizedMultiplier(in - zeroPointIn, multiplier, exponent) + zeroPointOut). */
typedef struct {
    int32_t zeroPointIn, zeroPointOut;
    int32_t multiplier, exponent;
} te_rescale_params;

#endif
