/* Operators that only move bytes. */
#ifndef TE_MOVE_H
#define TE_MOVE_H

#include "te_types.h"

/* te_copy_s8 copies rows[0] from one layout to another: concatenation (one call per operand, `out` moved by the channels before it), split,
 * change between channel-last and row-planar. */
typedef struct {
    te_layout in, out;
    int32_t channels;
} te_copy_s8_params;

/* te_shift_lines moves the bytes [shift, shift + keep) of each of `count` lines, `pitch` bytes apart, to the line's start: the columns that
 * two neighbouring chunks of a narrow block share. shift > 0, keep >= 0. */

/* te_update_variable: the variable's last `keep` bytes move to its front, `bytes` new ones follow them; bytes > 0, keep >= 0. */
typedef struct {
    int32_t keep, bytes;
} te_update_params;

/* te_copy_nd: N-dimensional strided copy: transpose, slice, strided slice, concatenation and split on any axis, pack, unpack, space to
 * depth and back, batch and back, tile, gather of fixed indices. Axis 0 is the slowest. Strides are in bytes, may be negative (reversal) or
 * 0 (repetition, input side); `in` and `out` address the first element copied. elementBytes is 1, 2, 4 or 8. */
typedef struct {
    int32_t rank; /* 0 .. 6 */
    int32_t elementBytes;
    int32_t extent[6];
    int32_t inStride[6];
    int32_t outStride[6];
} te_copy_nd_params;

/* te_copy_nd_row: the part of such a copy that one row of the output takes from one row of an input, inOffset bytes behind its start;
 * nothing if rows[0] is NULL. */
typedef struct {
    te_copy_nd_params copy;
    int32_t inOffset;
} te_copy_nd_row_params;

/* te_fill_s8, _s16, _s32: count elements of one value; _s8 fills whatever is made of bytes. te_fill_row: a row of `count` elements of one
 * value; reads no rows. elementBytes is 1, 2 or 4. */
typedef struct {
    int32_t elementBytes, count, value;
} te_fill_row_params;

/* te_pad_s8: column x of the output is column x - padLeft of rows[0], channel c is channel c - padChannels; outside, or if rows[0] is NULL,
 * the value. */
typedef struct {
    te_layout in, out;
    int32_t inWidth, inChannels, outChannels;
    int32_t padLeft, padChannels;
    int32_t value;
} te_pad_s8_params;

/* te_resize_nearest_s8: RESIZE_NEAREST_NEIGHBOR (and any gather of columns): output column x is column columns[x] of rows[0]. */
typedef struct {
    te_layout in, out;
    int32_t channels;
    const uint16_t *columns; /* one per output column */
} te_resize_nearest_s8_params;

/* te_resize_bilinear_s8, from the operator record ResizeBilinear: rows[0] and rows[1] are the input rows First and Second of RowPoints[y];
 * `y` is the output row. A point with First == Second takes the fraction 0.
 * out = round((sum of the four codes times their weights of 2^-10) / 2^20), halves away from zero. */
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

/* te_mirror_pad_s8: MIRROR_PAD along width and channels: column x of the output is column x - padLeft of rows[0], mirrored at the borders;
 * channels alike. `edge` is 1 if the border element is part of the image (SYMMETRIC), 0 if it is the mirror's axis (REFLECT). */
typedef struct {
    te_layout in, out;
    int32_t inWidth, inChannels, outChannels;
    int32_t padLeft, padChannels;
    int32_t edge;
} te_mirror_pad_s8_params;

/* te_gather: GATHER with indices of run time, from the record GatherLoops: for each batch, for each outer position, for each of the batch's
 * `picks` indices one slice of sliceBytes. Returns 0, or 1 at an index outside [0, size): then the rest of the output is not written. */
typedef struct {
    int32_t batches, outer, picks, size, sliceBytes;
} te_gather_params;

/* te_gather_row: the same within one row, with constant indices that lie inside [0, size). */
typedef struct {
    int32_t outer, picks, size, sliceBytes;
    const int32_t *indices;
} te_gather_row_params;

#endif
