/* Average and max pooling; padding takes no part (TFLite), fused activation is the clamp. */
#ifndef TE_POOL2D_H
#define TE_POOL2D_H

#include "te_types.h"

/* Average: sum over the taps inside the map, divided by their count, rounded half away from zero. At least one tap must be inside.
 * dsp: channel-last in and out (channel == 1) run four channels at a time; kernelHeight * kernelWidth <= 255 for the average. */
typedef struct {
    te_layout in, out;
    int32_t inWidth;
    int32_t channels;
    int32_t kernelHeight, kernelWidth;
    int32_t strideX, padLeft;
    int32_t clampMin, clampMax;
} te_pool2d_s8_params;

#endif
