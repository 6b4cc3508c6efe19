/* Operators that only move bytes. */
#ifndef TE_MOVE_H
#define TE_MOVE_H

#include "te_types.h"

/* Copies rows[0] from one layout to another: concatenation (one call per operand, `out` moved by the channels before it), split, change
 * between channel-last and row-planar. @packing NONE  @scratch 0  @slack in=0  @overlap ASCENDING */
typedef struct {
    te_layout in, out;
    int32_t channels;
} te_copy_s8_params;

void te_copy_s8__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_copy_s8_params *p, void *scratch);

/* N-dimensional strided copy: transpose, slice, strided slice, concatenation and split on any axis, pack, unpack, space to depth and
 * back, batch and back, tile, gather of fixed indices. Axis 0 is the slowest. Strides are in bytes, may be negative (reversal) or 0
 * (repetition, input side); `in` and `out` address the first element copied. elementBytes is 1, 2, 4 or 8.
 * @packing NONE  @scratch 0  @slack in=0  @overlap NONE */
typedef struct {
    int32_t rank; /* 0 .. 6 */
    int32_t elementBytes;
    int32_t extent[6];
    int32_t inStride[6];
    int32_t outStride[6];
} te_copy_nd_params;

void te_copy_nd__c99(void *out, const void *in, const te_copy_nd_params *p);

/* count elements of one value. @packing NONE  @scratch 0  @slack in=0  @overlap NONE */
void te_fill_s8__c99(int8_t *out, int32_t value, int32_t count);
void te_fill_s16__c99(int16_t *out, int32_t value, int32_t count);
void te_fill_s32__c99(int32_t *out, int32_t value, int32_t count);

/* PAD: column x of the output is column x - padLeft of rows[0], channel c is channel c - padChannels; outside, or if rows[0] is NULL, the
 * value. @packing NONE  @scratch 0  @slack in=0  @overlap NONE */
typedef struct {
    te_layout in, out;
    int32_t inWidth, inChannels, outChannels;
    int32_t padLeft, padChannels;
    int32_t value;
} te_pad_s8_params;

void te_pad_s8__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_pad_s8_params *p, void *scratch);

/* RESIZE_NEAREST_NEIGHBOR (and any gather of columns): output column x is column columns[x] of rows[0].
 * @packing NONE  @scratch 0  @slack in=0  @overlap NONE */
typedef struct {
    te_layout in, out;
    int32_t channels;
    const uint16_t *columns; /* one per output column */
} te_resize_nearest_s8_params;

void te_resize_nearest_s8__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_resize_nearest_s8_params *p,
                               void *scratch);

#endif
