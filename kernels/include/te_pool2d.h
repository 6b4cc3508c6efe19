/* Average and max pooling; padding takes no part (TFLite), fused activation is the clamp. */
#ifndef TE_POOL2D_H
#define TE_POOL2D_H

#include "te_types.h"

typedef struct {
    te_layout in, out;
    int32_t inWidth;
    int32_t channels;
    int32_t kernelHeight, kernelWidth;
    int32_t strideX, padLeft;
    int32_t clampMin, clampMax;
} te_pool2d_s8_params;

/* Average: sum over the taps inside the map, divided by their count, rounded half away from zero. At least one tap must be inside.
 * @packing NONE  @scratch 0  @slack in=0  @overlap NONE */
void te_avg_pool2d_s8__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_pool2d_s8_params *p, void *scratch);
void te_max_pool2d_s8__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_pool2d_s8_params *p, void *scratch);

/* dsp: channel-last in and out (channel == 1) run four channels at a time; kernelHeight * kernelWidth <= 255 for the average.
 * @packing NONE  @scratch 0  @slack in=0  @overlap NONE */
void te_avg_pool2d_s8__dsp(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_pool2d_s8_params *p, void *scratch);
void te_max_pool2d_s8__dsp(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_pool2d_s8_params *p, void *scratch);

/* The same on int16. @packing NONE  @scratch 0  @slack in=0  @overlap NONE */
void te_avg_pool2d_s16__c99(int16_t *out, const int16_t *const *rows, int32_t x0, int32_t x1, const te_pool2d_s8_params *p, void *scratch);
void te_max_pool2d_s16__c99(int16_t *out, const int16_t *const *rows, int32_t x0, int32_t x1, const te_pool2d_s8_params *p, void *scratch);

#endif
