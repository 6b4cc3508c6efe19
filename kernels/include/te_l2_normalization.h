/* L2_NORMALIZATION along the channels. */
#ifndef TE_L2_NORMALIZATION_H
#define TE_L2_NORMALIZATION_H

#include "te_types.h"

typedef struct {
    te_layout in, out;
    int32_t channels; /* at most 33025, so that the sum of squares fits */
    int32_t inZeroPoint;
} te_l2_normalization_s8_params;

/* out = (in - inZeroPoint) / length of the pixel's vector, in units of 1/128 with zero point 0.
 * @packing NONE  @scratch 0  @slack in=0  @overlap ASCENDING */
void te_l2_normalization_s8__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_l2_normalization_s8_params *p,
                                 void *scratch);

#endif
