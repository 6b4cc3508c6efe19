/* MEAN, SUM, REDUCE_MAX and REDUCE_MIN. */
#ifndef TE_REDUCE_H
#define TE_REDUCE_H

#include "te_types.h"

/* MEAN or SUM over height and width, one row at a time, so that the map need not be stored. One sum per channel of raw codes lives where
 * the caller says. out = requantize(sum + requant.bias), with requant in the general encoding: bias = -zpIn * count, multiplier and
 * exponent as TFLite folds 1/count into them. int16 sums (_a16) need count <= 255. */
typedef struct {
    te_layout in;
    int32_t channels;
    te_requant requant;
    int32_t count;              /* elements per sum */
    int32_t clampMin, clampMax; /* of te_avg_pool2d_s8_finish */
} te_mean_s8_params;

#define TE_MEAN_S8_SUMS_BYTES(channels) (4 * (channels))
#define TE_MEAN_S8_A16_SUMS_BYTES(channels) (2 * (channels))

void te_mean_s8_begin__c99(int32_t *sums, const te_mean_s8_params *p);
void te_mean_s8_a16_begin__c99(int16_t *sums, const te_mean_s8_params *p);

/* Adds columns [x0, x1) of rows[0]; `sums` is the first channel's sum whatever x0.
 * @packing NONE  @scratch 0  @slack in=0  @overlap NONE */
void te_mean_s8_rows__c99(int32_t *sums, const int8_t *const *rows, int32_t x0, int32_t x1, const te_mean_s8_params *p, void *scratch);
void te_mean_s8_rows__dsp(int32_t *sums, const int8_t *const *rows, int32_t x0, int32_t x1, const te_mean_s8_params *p, void *scratch);
void te_mean_s8_a16_rows__c99(int16_t *sums, const int8_t *const *rows, int32_t x0, int32_t x1, const te_mean_s8_params *p, void *scratch);
void te_mean_s8_a16_rows__dsp(int16_t *sums, const int8_t *const *rows, int32_t x0, int32_t x1, const te_mean_s8_params *p, void *scratch);

/* Writes out[0 .. channels). */
void te_mean_s8_finish__c99(int8_t *out, const int32_t *sums, const te_mean_s8_params *p);
void te_mean_s8_a16_finish__c99(int8_t *out, const int16_t *sums, const te_mean_s8_params *p);

/* AVERAGE_POOL_2D over the whole map: sum / count, halves away from zero, clamped; requant is not used. */
void te_avg_pool2d_s8_finish__c99(int8_t *out, const int32_t *sums, const te_mean_s8_params *p);

/* The same on int16; begin is te_mean_s8_begin, sums are int32 and wrap; requant in the general encoding, saturated to int16.
 * @packing NONE  @scratch 0  @slack in=0  @overlap NONE */
void te_mean_s16_rows__c99(int32_t *sums, const int16_t *const *rows, int32_t x0, int32_t x1, const te_mean_s8_params *p, void *scratch);
void te_mean_s16_finish__c99(int16_t *out, const int32_t *sums, const te_mean_s8_params *p);
void te_avg_pool2d_s16_finish__c99(int16_t *out, const int32_t *sums, const te_mean_s8_params *p);

/* Any axes of a whole tensor, or of one row. The kept axes in order give the contiguous output of `count` elements; strides in elements.
 * Ranks may be 0. */
typedef struct {
    int32_t keptRank;
    int32_t keptExtent[6], keptStride[6];
    int32_t reducedRank;
    int32_t reducedExtent[6], reducedStride[6];
    te_requant requant; /* general encoding, as for te_mean_s8; unused by min and max */
} te_reduce_nd_params;

/* @packing NONE  @scratch 0  @slack in=0  @overlap NONE */
void te_reduce_sum_s8_nd__c99(int8_t *out, const int8_t *in, int32_t count, const te_reduce_nd_params *p);
void te_reduce_sum_s16_nd__c99(int16_t *out, const int16_t *in, int32_t count, const te_reduce_nd_params *p);
void te_reduce_max_s8_nd__c99(int8_t *out, const int8_t *in, int32_t count, const te_reduce_nd_params *p);
void te_reduce_min_s8_nd__c99(int8_t *out, const int8_t *in, int32_t count, const te_reduce_nd_params *p);

/* ARG_MAX and ARG_MIN over one axis of a whole tensor [outer][count][inner] to [outer][inner]: the first of several equal ones.
 * @packing NONE  @scratch 0  @slack in=0  @overlap NONE */
typedef struct {
    int32_t outer, count, inner;
} te_arg_params;

void te_arg_max_s8__c99(int32_t *out, const int8_t *in, const te_arg_params *p);
void te_arg_min_s8__c99(int32_t *out, const int8_t *in, const te_arg_params *p);

#endif
