/* Transposed 2-D convolution (TRANSPOSE_CONV), int8 weights. */
#ifndef TE_TRANSPOSE_CONV_H
#define TE_TRANSPOSE_CONV_H

#include "te_types.h"

/* From the operator record TransposeConv (Window moves over the output). One requant row per output channel; requant.bias is the model's
 * bias, not folded: taps that meet no input add nothing.
 * rows[ky], one per kernel row, is the input row iy that kernel row ky carries to this output row: iy * strideY - padTop + ky == y; NULL
 * where there is none, which may be so for all of them. */
typedef struct {
    te_layout in, out;
    int32_t inWidth;
    int32_t inChannels, outChannels;
    int32_t kernelHeight, kernelWidth;
    int32_t strideX, padLeft; /* Window.X.Stride, Window.X.PadBefore */
    int32_t inZeroPoint;
    int32_t clampMin, clampMax;
    const int8_t *weights;
    const te_requant *requant;
} te_transpose_conv_s8_params;

/* The same of int16 activations (zero points 0), sums of 64 bits, see te_requant_s16. */
typedef struct {
    te_layout in, out;
    int32_t inWidth;
    int32_t inChannels, outChannels;
    int32_t kernelHeight, kernelWidth;
    int32_t strideX, padLeft;
    int32_t clampMin, clampMax;
    const int8_t *weights;
    const te_requant_s16 *requant;
} te_transpose_conv_s16_params;

#endif
