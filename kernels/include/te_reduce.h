/* MEAN, SUM, REDUCE_MAX and REDUCE_MIN. */
#ifndef TE_REDUCE_H
#define TE_REDUCE_H

#include "te_types.h"

/* MEAN or SUM over height and width, one row at a time, so that the map need not be stored. One sum per channel of raw codes lives where
 * the caller says. out = requantize(sum + requant.bias), with requant in the general encoding: bias = -zpIn * count, multiplier and
 * exponent as TFLite folds 1/count into them. te_mean_s8_begin clears the
 * sums, te_mean_s8_rows adds columns [x0, x1) of rows[0] (`sums` is the first channel's sum whatever x0), te_mean_s8_finish writes
 * out[0 .. channels).
 *
 * te_avg_pool2d_s8_finish: AVERAGE_POOL_2D over the whole map: sum / count, halves away from zero, clamped; requant is not used.
 * int16: begin is te_mean_s8_begin, sums are int32 and wrap; requant in the general encoding, saturated to int16. */
typedef struct {
    te_layout in;
    int32_t channels;
    te_requant requant;
    int32_t count;              /* elements per sum */
    int32_t clampMin, clampMax; /* of te_avg_pool2d_s8_finish */
} te_mean_s8_params;

#define TE_MEAN_S8_SUMS_BYTES(channels) (4 * (channels))

/* te_reduce_..._nd: any axes of a whole tensor, or of one row. The kept axes in order give the contiguous output of `count` elements;
 * strides in elements. Ranks may be 0. */
typedef struct {
    int32_t keptRank;
    int32_t keptExtent[6], keptStride[6];
    int32_t reducedRank;
    int32_t reducedExtent[6], reducedStride[6];
    te_requant requant; /* general encoding, as for te_mean_s8; unused by min and max */
} te_reduce_nd_params;

/* te_reduce_sum_f32_nd: sums of float, in the order of the input, divided by a number. */
typedef struct {
    int32_t keptRank;
    int32_t keptExtent[6], keptStride[6];
    int32_t reducedRank;
    int32_t reducedExtent[6], reducedStride[6];
    float divisor; /* elements per sum for MEAN, 1 for SUM */
} te_reduce_f32_nd_params;

/* te_arg_max_..., te_arg_min_...: ARG_MAX and ARG_MIN over one axis of a whole tensor [outer][count][inner] to [outer][inner]: the first of
 * several equal ones. */
typedef struct {
    int32_t outer, count, inner;
} te_arg_params;

#endif
