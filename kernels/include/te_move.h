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

/* Moves the bytes [shift, shift + keep) of each of `count` lines, `pitch` bytes apart, to the line's start: the columns that two
 * neighbouring chunks of a narrow block share. shift > 0, keep >= 0. */
void te_shift_lines__c99(int8_t *lines, int32_t count, int32_t pitch, int32_t shift, int32_t keep);

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

/* The part of such a copy that one row of the output takes from one row of an input, inOffset bytes behind its start; nothing if rows[0] is
 * NULL. @packing NONE  @scratch 0  @slack in=0  @overlap NONE */
typedef struct {
    te_copy_nd_params copy;
    int32_t inOffset;
} te_copy_nd_row_params;

void te_copy_nd_row__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_copy_nd_row_params *p, void *scratch);

/* count elements of one value. @packing NONE  @scratch 0  @slack in=0  @overlap NONE */
void te_fill_s8__c99(int8_t *out, int32_t value, int32_t count);
void te_fill_s16__c99(int16_t *out, int32_t value, int32_t count);
void te_fill_s32__c99(int32_t *out, int32_t value, int32_t count);

/* A row of `count` elements of one value; reads no rows. elementBytes is 1, 2 or 4.
 * @packing NONE  @scratch 0  @slack in=0  @overlap NONE */
typedef struct {
    int32_t elementBytes, count, value;
} te_fill_row_params;

void te_fill_row__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_fill_row_params *p, void *scratch);

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

/* RESIZE_BILINEAR from the operator record ResizeBilinear: rows[0] and rows[1] are the input rows First and Second of RowPoints[y]; `y` is
 * the output row. A point with First == Second takes the fraction 0.
 * out = round((sum of the four codes times their weights of 2^-10) / 2^20), halves away from zero.
 * @packing NONE  @scratch 0  @slack in=0  @overlap NONE */
typedef struct {
    uint16_t first, second; /* input columns */
    uint16_t fraction;      /* weight of `second`, 0 .. 1023 */
} te_resize_bilinear_point;

typedef struct {
    te_layout in, out;
    int32_t channels;
    const te_resize_bilinear_point *columns; /* one per output column */
    const int16_t *rowFractions;             /* one per output row: weight of rows[1], 0 .. 1023 */
} te_resize_bilinear_s8_params;

void te_resize_bilinear_s8__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_resize_bilinear_s8_params *p,
                                void *scratch, int32_t y);

/* MIRROR_PAD along width and channels: column x of the output is column x - padLeft of rows[0], mirrored at the borders; channels alike.
 * `edge` is 1 if the border element is part of the image (SYMMETRIC), 0 if it is the mirror's axis (REFLECT).
 * @packing NONE  @scratch 0  @slack in=0  @overlap NONE */
typedef struct {
    te_layout in, out;
    int32_t inWidth, inChannels, outChannels;
    int32_t padLeft, padChannels;
    int32_t edge;
} te_mirror_pad_s8_params;

void te_mirror_pad_s8__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_mirror_pad_s8_params *p, void *scratch);

/* GATHER with indices of run time, from the record GatherLoops: for each batch, for each outer position, for each of the batch's `picks`
 * indices one slice of sliceBytes. Returns 0, or 1 at an index outside [0, size): then the rest of the output is not written.
 * @packing NONE  @scratch 0  @slack in=0  @overlap NONE */
typedef struct {
    int32_t batches, outer, picks, size, sliceBytes;
} te_gather_params;

int32_t te_gather__c99(void *out, const void *data, const int32_t *indices, const te_gather_params *p);

/* The same within one row, with constant indices that lie inside [0, size).
 * @packing NONE  @scratch 0  @slack in=0  @overlap NONE */
typedef struct {
    int32_t outer, picks, size, sliceBytes;
    const int32_t *indices;
} te_gather_row_params;

void te_gather_row__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_gather_row_params *p, void *scratch);

#endif
