/* QUANTIZE and DEQUANTIZE of contiguous vectors. int8 to int8 and int8 to or from uint8 are te_lut_s8. */
#ifndef TE_QUANTIZE_H
#define TE_QUANTIZE_H

#include "te_types.h"

typedef struct {
    float scale;
    int32_t zeroPoint;
} te_quantize_params;

/* out = clamp(round(in / scale) + zeroPoint), halves away from zero; NaN gives the zero point, infinities saturate.
 * @packing NONE  @scratch 0  @slack in=0  @overlap ASCENDING (by element; widening ones NONE) */
void te_quantize_f32s8__c99(int8_t *out, const float *in, int32_t count, const te_quantize_params *p);
void te_quantize_f32u8__c99(uint8_t *out, const float *in, int32_t count, const te_quantize_params *p);
void te_quantize_f32s16__c99(int16_t *out, const float *in, int32_t count, const te_quantize_params *p);

/* out = scale * (in - zeroPoint), in float32 */
void te_dequantize_s8f32__c99(float *out, const int8_t *in, int32_t count, const te_quantize_params *p);
void te_dequantize_u8f32__c99(float *out, const uint8_t *in, int32_t count, const te_quantize_params *p);
void te_dequantize_s16f32__c99(float *out, const int16_t *in, int32_t count, const te_quantize_params *p);

/* Rescaling between integer types: out = clamp(MultiplyByQuantizedMultiplier(in - zeroPointIn, multiplier, exponent) + zeroPointOut). */
typedef struct {
    int32_t zeroPointIn, zeroPointOut;
    int32_t multiplier, exponent;
} te_rescale_params;

void te_rescale_s8s8__c99(int8_t *out, const int8_t *in, int32_t count, const te_rescale_params *p);
void te_rescale_u8s8__c99(int8_t *out, const uint8_t *in, int32_t count, const te_rescale_params *p);
void te_rescale_s8u8__c99(uint8_t *out, const int8_t *in, int32_t count, const te_rescale_params *p);
void te_rescale_s8s16__c99(int16_t *out, const int8_t *in, int32_t count, const te_rescale_params *p);
void te_rescale_s16s8__c99(int8_t *out, const int16_t *in, int32_t count, const te_rescale_params *p);
void te_rescale_s8s32__c99(int32_t *out, const int8_t *in, int32_t count, const te_rescale_params *p);
void te_rescale_s16s16__c99(int16_t *out, const int16_t *in, int32_t count, const te_rescale_params *p);
void te_rescale_s16s32__c99(int32_t *out, const int16_t *in, int32_t count, const te_rescale_params *p);
void te_rescale_s32s8__c99(int8_t *out, const int32_t *in, int32_t count, const te_rescale_params *p);
void te_rescale_s32s16__c99(int16_t *out, const int32_t *in, int32_t count, const te_rescale_params *p);

#endif
