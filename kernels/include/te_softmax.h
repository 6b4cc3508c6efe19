/* SOFTMAX as TFLite's int8 reference: fixed-point exponential (gemmlowp), Newton-Raphson reciprocal. */
#ifndef TE_SOFTMAX_H
#define TE_SOFTMAX_H

#include "te_types.h"

typedef struct {
    int32_t depth;                 /* elements of a vector */
    int32_t multiplier, leftShift; /* beta * scale * 2^26, as TFLite's PreprocessSoftmaxScaling */
    int32_t diffMin;               /* smaller differences to the maximum count as 0 */
} te_softmax_params;

/* `count` elements: independent vectors, one behind the other.
 * s8: out zero point -128, scale 1/256. s8s16: out zero point -32768, scale 1/65536.
 * @packing NONE  @scratch 0  @slack in=0  @overlap ASCENDING (s8 only; s8s16 NONE) */
void te_softmax_s8__c99(int8_t *out, const int8_t *in, int32_t count, const te_softmax_params *p);
void te_softmax_s8s16__c99(int16_t *out, const int8_t *in, int32_t count, const te_softmax_params *p);

/* SOFTMAX of int16 by interpolation in two tables of 513 entries, from the record SoftmaxParams16. */
typedef struct {
    int32_t depth;
    int32_t multiplier, exponent;   /* Multiplier */
    const int16_t *expTable;        /* ExpTable */
    const int16_t *reciprocalTable; /* ReciprocalTable */
} te_softmax_s16_params;

/* out zero point 0, scale 1/32768; depth < 65536.
 * @packing NONE  @scratch 0  @slack in=0  @overlap ASCENDING */
void te_softmax_s16__c99(int16_t *out, const int16_t *in, int32_t count, const te_softmax_s16_params *p);

#endif
