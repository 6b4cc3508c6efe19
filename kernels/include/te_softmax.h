/* te_softmax_s8, te_softmax_s8s16: SOFTMAX as TFLite's int8 reference: fixed-point exponential (gemmlowp), Newton-Raphson reciprocal.
 * `count` elements: independent vectors, one behind the other. s8: out zero point -128, scale 1/256. s8s16: out zero point -32768, scale
 * 1/65536. */
#ifndef TE_SOFTMAX_H
#define TE_SOFTMAX_H

#include "te_types.h"

typedef struct {
    int32_t depth;                 /* elements of a vector */
    int32_t multiplier, leftShift; /* beta * scale * 2^26, as TFLite's PreprocessSoftmaxScaling */
    int32_t diffMin;               /* smaller differences to the maximum count as 0 */
} te_softmax_params;

/* te_softmax_s16: SOFTMAX of int16 by interpolation in two tables of 513 entries, from the record SoftmaxParams16. out zero
 * point 0, scale 1/32768; depth < 65536. */
typedef struct {
    int32_t depth;
    int32_t multiplier, exponent;   /* Multiplier */
    const int16_t *expTable;        /* ExpTable */
    const int16_t *reciprocalTable; /* ReciprocalTable */
} te_softmax_s16_params;

#endif
