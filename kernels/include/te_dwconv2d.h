/* Depthwise 2-D convolution, int8 activations and weights, int32 accumulators. */
#ifndef TE_DWCONV2D_H
#define TE_DWCONV2D_H

#include "te_types.h"

typedef struct {
    te_layout in, out;
    int32_t inWidth;
    int32_t inChannels;
    int32_t multiplier; /* output channels per input channel; output channel = ic * multiplier + m */
    int32_t kernelHeight, kernelWidth;
    int32_t strideX, dilationX, padLeft;
    int32_t inZeroPoint;
    int32_t clampMin, clampMax;
    const int8_t *weights;
    const te_requant *requant;
} te_dwconv2d_s8_params;

/* `columns` is the largest x1 - x0 of any call, `lanes` 1 if in.pixel == 1 (row-planar) and 4 otherwise. The c99 kernels need one line, and
 * that only where `out` is one of the rows (PLANAR_ROW). */
#define TE_DWCONV2D_S8_LINE_BYTES(kw, stride, dilation, columns) (((((columns)-1) * (stride) + ((kw)-1) * (dilation) + 1) + 11) & ~3)
#define TE_DWCONV2D_S8_SCRATCH_BYTES(kh, kw, stride, dilation, columns, lanes) \
    ((lanes) * (kh)*TE_DWCONV2D_S8_LINE_BYTES(kw, stride, dilation, columns) + 20 * (kh))
#define TE_DWCONV2D_S8_C99_SCRATCH_BYTES(columns) (columns)

/* te_dwconv2d_s8: any kernel, stride, dilation, multiplier and layout; PLANAR_ROW with multiplier 1.
 *
 * WINDOW: specials for multiplier 1, dilationX 1 and the kernel and strideX in the name; any layout, fastest row-planar in. Their c99 twin
 * is te_dwconv2d_s8__c99.
 * Row-planar input whose columns [x0, x1) touch no border and no NULL row, and of which `out` is not a row, is read where it is; any other
 * is copied to lines in scratch first (10 to 35 % more).
 *
 * PADDED: specials for whole rows, [0, inWidth), of row-planar input with as many columns of padding on either side as the name says (p1,
 * p2, p3) and at least 4 + p columns; strideX 1, dilationX 1 and multiplier 1, any output. No border is copied: 5 to 40 % fewer
 * instructions than the specials above. c99 twin: te_dwconv2d_s8__c99.
 * The same for strideX 2 and an even inWidth of at least 10 columns; the name gives the columns of padding before and after a row, one
 * more on one side than on the other. 10 to 25 % fewer instructions than the specials that copy borders. */
#define TE_DWCONV2D_S8_EDGES_LINE_BYTES(columns) ((((columns) + 3) & ~3) + 4)
#define TE_DWCONV2D_S8_EDGES_TABLE_BYTES(kh) ((kh) > 3 ? 20 * (kh) : 0)
#define TE_DWCONV2D_S8_EDGES_SCRATCH_BYTES(kh, columns) \
    (TE_DWCONV2D_S8_EDGES_TABLE_BYTES(kh) + 2 * TE_DWCONV2D_S8_EDGES_LINE_BYTES(columns))

/* INSIDE: only the taps inside the map are computed, so the bias is the model's own, not folded: for maps that are small against the window
 * (5 x 5 and less), and for dilation. Any kernel, stride and dilation; multiplier 1; channel-last in and out. c99 twin:
 * te_dwconv2d_s8__c99, with its own packing and folded bias. */
#define TE_DWCONV2D_S8_INSIDE_SCRATCH_BYTES(kh, kw) (8 * (kh) * (kw))

/* int16 activations (zero points 0), int8 weights; sums of 64 bits, see te_requant_s16. */
typedef struct {
    te_layout in, out;
    int32_t inWidth;
    int32_t inChannels;
    int32_t multiplier;
    int32_t kernelHeight, kernelWidth;
    int32_t strideX, dilationX, padLeft;
    int32_t clampMin, clampMax;
    const int8_t *weights;
    const te_requant_s16 *requant;
} te_dwconv2d_s16_params;

#endif
