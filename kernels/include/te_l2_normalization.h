/* L2_NORMALIZATION along the channels. */
#ifndef TE_L2_NORMALIZATION_H
#define TE_L2_NORMALIZATION_H

#include "te_types.h"

/* out = (in - inZeroPoint) / length of the pixel's vector, in units of 1/128 with zero point 0. */
typedef struct {
    te_layout in, out;
    int32_t channels; /* at most 33025, so that the sum of squares fits */
    int32_t inZeroPoint;
} te_l2_normalization_s8_params;

#endif
