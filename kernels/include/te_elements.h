/* Operators element by element over whole tensors: comparisons, selections, conversions, arithmetic of float32 and int32. */
#ifndef TE_ELEMENTS_H
#define TE_ELEMENTS_H

#include "te_types.h"

/* Where the operands of an output lie, which is written in order: a loop for each axis, strides in elements, 0 where an operand repeats. */
typedef struct {
    int32_t rank;
    int32_t extent[6];
    int32_t stride[3][6];
} te_walk_params;

/* te_unary_f32: a function of each element; their numbers are those of UnaryFunction in the compiler. */
enum {
    TE_ABS_F32,
    TE_NEG_F32,
    TE_EXP_F32,
    TE_LOG_F32,
    TE_SQRT_F32,
    TE_RSQRT_F32,
    TE_SQUARE_F32,
    TE_SIN_F32,
    TE_COS_F32,
    TE_FLOOR_F32,
    TE_CEIL_F32,
    TE_ROUND_F32,
    TE_LOGISTIC_F32,
    TE_TANH_F32,
    TE_CLAMP_F32
};

typedef struct {
    int32_t function;
    float low, high; /* of TE_CLAMP_F32 */
} te_unary_params;

/* te_binary: functions of two operands; their numbers are those of BinaryFunction in the compiler. */
enum { TE_ADD, TE_SUB, TE_MUL, TE_DIV, TE_MINIMUM, TE_MAXIMUM, TE_SQUARED_DIFFERENCE, TE_FLOOR_DIV, TE_FLOOR_MOD };

/* float32: sums, differences, products and quotients are limited to [low, high]. te_binary_f32 returns 1 after a FLOOR_DIV by 0. */
typedef struct {
    te_walk_params walk;
    int32_t function;
    float low, high;
} te_binary_f32_params;

/* int32 without quantization; sums, differences and products wrap, the result is limited to [low, high]. Returns 1 after a division by
 * 0. */
typedef struct {
    te_walk_params walk;
    int32_t function;
    int32_t low, high;
} te_binary_s32_params;

/* int8 and int16: TE_SQUARED_DIFFERENCE: (v0 - v1)^2 of operands brought to a common scale, v = ((x - zeroPoint) << leftShift) *
 * multiplier[i] * 2^exponent[i]; TE_DIV: v0 / v1. Both are rescaled by the third multiplier. TE_MINIMUM and TE_MAXIMUM compare codes.
 * Returns 1 after a division by 0. */
typedef struct {
    te_walk_params walk;
    int32_t function;
    int32_t zeroPoint[3], multiplier[3], exponent[3];
    int32_t leftShift;
    int32_t clampMin, clampMax;
} te_binary_quantized_params;

/* te_compare: bool results; relations by number as Relation in the compiler. int8 operands are first brought to a common scale; bools are
 * int8 codes with a multiplier of 0. */
enum { TE_EQUAL, TE_NOT_EQUAL, TE_LESS, TE_LESS_EQUAL, TE_GREATER, TE_GREATER_EQUAL, TE_AND, TE_OR };

typedef struct {
    te_walk_params walk;
    int32_t relation;
    int32_t zeroPoint[2], multiplier[2], exponent[2];
} te_compare_params;

/* te_select: operand 1 where the bool of operand 0 is set, otherwise operand 2. */
typedef struct {
    te_walk_params walk;
    int32_t elementBytes;
} te_select_params;

/* te_cast: types by number as in DType of the compiler. Integers that do not fit wrap; floats are cut towards 0 and saturate at 32 bits
 * (at 64 for int64), NaN gives 0; a bool is 0 or 1. */
enum { TE_CAST_S8, TE_CAST_U8, TE_CAST_S16, TE_CAST_S32, TE_CAST_S64, TE_CAST_F32, TE_CAST_BOOL, TE_CAST_U32 };

typedef struct {
    int32_t from, to;
} te_cast_params;

/* te_abs_s16: |in| * multiplier * 2^(exponent - 31), limited to int16. */
typedef struct {
    int32_t multiplier, exponent;
} te_abs_s16_params;

/* te_leaky_relu_s16: in * multiplier * 2^(exponent - 31) with the first factor from 0 on, with the second below, then perhaps negated. */
typedef struct {
    int32_t multiplier[2], exponent[2];
    int32_t negates;
} te_leaky_relu_s16_params;

/* te_prelu_s16: in * multiplier * 2^(exponent - 31) with the first factor from 0 on, below in * (alpha - zeroPointAlpha) with the other. */
typedef struct {
    te_walk_params walk;
    int32_t zeroPointAlpha;
    int32_t multiplier[2], exponent[2];
} te_prelu_s16_params;

/* te_add_n_s8: the sum of all rows, which starts from -zeroPointIn:
 * (sum of (in - zeroPointIn) - zeroPointIn) * 2^19 * multiplier * 2^(exponent - 31) + zeroPointOut. */
typedef struct {
    int32_t count, channels;
    int32_t zeroPointIn, zeroPointOut;
    int32_t multiplier, exponent;
} te_add_n_params;

/* te_gather_nd: slices of `sliceBytes` at positions that `depth` indices each tell; a step of index k is stride[k] bytes. As in the
 * reference only the position is checked: it returns 1 for one outside of the data. */
typedef struct {
    int32_t depth;
    int32_t stride[5];
    int32_t sliceBytes, dataBytes;
} te_gather_nd_params;

/* te_update_slice: writes an update over part of a tensor that holds the operand already; starts are limited so that the update lies
 * inside. Extents in elements; of the last axis in bytes. */
typedef struct {
    int32_t rank;
    int32_t extent[6], size[6];
    int32_t elementBytes; /* of the last axis */
} te_update_slice_params;

/* te_cumsum: running sums along the middle axis of [outer][depth][inner], backwards with `reverse`, without the element itself with
 * `exclusive`. int8: sums start from -zeroPointIn, (in - zeroPointIn) * 2^19 * multiplier * 2^(exponent - 31) + zeroPointOut. */
typedef struct {
    int32_t outer, depth, inner;
    int32_t exclusive, reverse;
    int32_t zeroPointIn, zeroPointOut;
    int32_t multiplier, exponent;
} te_cumsum_params;

/* te_l2_pool2d_f32: the root of the mean of squares under each window, taps outside the map left out. */
typedef struct {
    int32_t height, width, channels, outHeight, outWidth;
    int32_t kernelHeight, kernelWidth, strideY, strideX, padTop, padLeft;
    float low, high;
} te_l2_pool2d_params;

/* te_log_softmax_s8: the logarithm of SOFTMAX, scale 1/16, zero point 127, with the exponentials of te_softmax_s8. */
typedef struct {
    int32_t depth;
    int32_t multiplier, leftShift;
    int32_t diffMin;
    int32_t reverseMultiplier, reverseShift; /* from sums back to codes */
} te_log_softmax_params;

/* te_softmax_f32: SOFTMAX of vectors, or its logarithm. */
typedef struct {
    int32_t depth;
    int32_t logarithm;
    float beta;
} te_softmax_f32_params;

/* te_detection: boxes from differences to anchors, then the best ones, each of which drops those that overlap it by more than `overlap`.
 * Returns 1 for a box without an area. The box of each detection, its class, its score; 0 where there are fewer. */
typedef struct {
    int32_t boxes, codeSize, classes, background; /* classes of the scores before the first of `classes` */
    int32_t detections;
    float least, overlap;
    float scale[4]; /* of y, x, h, w */
} te_detection_params;

#define TE_DETECTION_SCRATCH_BYTES(boxes) (24 * (boxes))

#endif
