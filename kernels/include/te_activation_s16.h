/* LOGISTIC and TANH of int16, by interpolation in a table of the logistic function; rectifiers of int16. */
#ifndef TE_ACTIVATION_S16_H
#define TE_ACTIVATION_S16_H

#include "te_types.h"

/* LOGISTIC: LogisticParams16 (Multiplier, Shift). TANH: Tanh16Params (Multiplier, RightShift). */
typedef struct {
    int32_t multiplier, shift;
} te_activation_s16_params;

/* count elements; the output is in units of 2^-15 with zero point 0.
 * @packing NONE  @scratch 0  @slack in=0  @overlap ASCENDING */
void te_logistic_s16__c99(int16_t *out, const int16_t *in, int32_t count, const te_activation_s16_params *p);
void te_tanh_s16__c99(int16_t *out, const int16_t *in, int32_t count, const te_activation_s16_params *p);

/* RELU and its kind, zero points 0: out = clamp(MultiplyByQuantizedMultiplier(in, multiplier, exponent)). */
typedef struct {
    int32_t multiplier, exponent;
    int32_t clampMin, clampMax;
} te_relu_s16_params;

/* @packing NONE  @scratch 0  @slack in=0  @overlap ASCENDING */
void te_relu_s16__c99(int16_t *out, const int16_t *in, int32_t count, const te_relu_s16_params *p);

#endif
