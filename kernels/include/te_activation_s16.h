/* LOGISTIC and TANH of int16, by interpolation in a table of the logistic function; rectifiers of int16. */
#ifndef TE_ACTIVATION_S16_H
#define TE_ACTIVATION_S16_H

#include "te_types.h"

/* te_logistic_s16: LogisticParams16 (Multiplier, Shift). te_logistic_steep_s16: the same for multipliers above 65,535; codes whose product
 * exceeds 32 bits saturate. te_tanh_s16: Tanh16Params (Multiplier, RightShift). The output is in units of 2^-15 with zero point 0. */
typedef struct {
    int32_t multiplier, shift;
} te_activation_s16_params;

/* te_relu_s16: RELU and its kind, zero points 0: out = clamp(MultiplyByQuantizedMultiplier(in, multiplier, exponent)). */
typedef struct {
    int32_t multiplier, exponent;
    int32_t clampMin, clampMax;
} te_relu_s16_params;

#endif
