/* 2-D convolution, int8 activations and weights, int32 accumulators. */
#ifndef TE_CONV2D_H
#define TE_CONV2D_H

#include "te_types.h"

#define TE_OC2C4_BYTES(oc, depth) (TE_CEIL2(oc) * TE_CEIL4(depth))

typedef struct {
    te_layout in, out;
    int32_t inWidth;
    int32_t inChannels;  /* all groups together */
    int32_t outChannels; /* all groups together */
    int32_t groups;
    int32_t kernelHeight, kernelWidth;
    int32_t strideX, dilationX, padLeft;
    int32_t inZeroPoint;
    int32_t clampMin, clampMax;
    const int8_t *weights;
    const te_requant *requant;
} te_conv2d_s8_params;

/* Any kernel, stride, dilation and layout. dsp: groups == 1; depth = KH * KW * IC. */
#define TE_CONV2D_S8_SCRATCH_BYTES(depth, ic) (((ic) % 4 == 0 ? 4 : 6) * TE_CEIL4(depth))

/* The same on four pixels at a time (or as many as the call has columns), with more scratch; the faster one where it fits. c99 twin:
 * te_conv2d_s8__c99. */
#define TE_CONV2D_S8_X4_SCRATCH_BYTES(depth, ic, columns) (((ic) % 4 == 0 ? 2 * TE_AT_MOST(4, columns) : 12) * TE_CEIL4(depth))

/* On five pixels at a time: faster again, but for windows of three runs of 9 bytes (3x3 taps of 3 channels), where the ones above have
 * assembly for four. */
#define TE_CONV2D_S8_X5_SCRATCH_BYTES(depth, ic, columns) (((ic) % 4 == 0 ? 2 * TE_AT_MOST(5, columns) : 15) * TE_CEIL4(depth))

/* Pointwise: 1x1, one group, no padding, over a run of pixels. A horizontal stride is in.pixel = strideX * IC. */
typedef struct {
    te_layout in, out;
    int32_t inChannels, outChannels;
    int32_t clampMin, clampMax;
    const int8_t *weights;
    const te_requant *requant;
} te_conv2d_s8_k1x1_params;

#define TE_CONV2D_S8_K1X1_SCRATCH_BYTES(ic) (4 * TE_CEIL4(ic))

/* On five pixels at a time: fewer instructions, and 5 columns are one block. */
#define TE_CONV2D_S8_K1X1_X5_SCRATCH_BYTES(ic, columns) (2 * TE_AT_MOST(5, columns) * TE_CEIL4(ic))

/* int16 activations (zero points 0), int8 weights; sums of 64 bits, or of 32 (_acc32: the model's bias is int32), see te_requant_s16. */
typedef struct {
    te_layout in, out;
    int32_t inWidth;
    int32_t inChannels, outChannels; /* all groups together */
    int32_t groups;
    int32_t kernelHeight, kernelWidth;
    int32_t strideX, dilationX, padLeft;
    int32_t clampMin, clampMax;
    const int8_t *weights;
    const te_requant_s16 *requant;
} te_conv2d_s16_params;

#endif
