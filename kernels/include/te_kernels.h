/* TinyEngine's kernels for quantized networks. This header includes them all; generated code includes it, copied with what it uses.
 *
 * Row kernels share one signature:
 *
 *     void te_X__isa(T *out, const T *const *rows, int32_t x0, int32_t x1, const te_X_params *p, void *scratch);
 *
 * They write the output columns [x0, x1) of one output row. `out` is the address of output column x0. `rows[i]` is the address of
 * column 0 of the i-th input row: of the window's row ky for operators with a window, of operand i for those with several inputs.
 * rows[ky] == NULL is a row outside the map: convolutions multiply with the input zero point, max pooling skips it, average pooling does
 * not count it, padding fills. Borders left and right are handled inside, from p->inWidth and p->padLeft. Vertical stride and dilation
 * are the caller's choice of rows. Where a width is not needed (pointwise, element by element), columns may run on through rows that
 * follow each other without a gap, and a horizontal stride is a larger in.pixel. `scratch` is 4-byte aligned, holds at least what the
 * kernel's macro says, and may be NULL where that is 0. x0 < x1.
 *
 * What is said of each kernel beside its name stands in its row of kernels.inc. Slack are bytes behind a row or behind packed weights
 * that are read and not used. Overlap:
 *     NONE        `out` may share no byte with any row.
 *     ASCENDING   columns are written in ascending order, and a column is written after it and all columns before it were read in every
 *                 row; so `out` may lie over a row if each byte written for column x belongs to columns <= x (or is no input). That is
 *                 for channel-last rows; with other layouts `out` may only be a row itself, same address and layout. Broadcast operands
 *                 (stride 0) must stay apart.
 *     PLANAR_ROW  `out` may be one of the rows, same address and same channel stride, if both are row-planar (pixel stride 1) and a call
 *                 makes the whole output row from x0 = 0 on: channel c is written after all taps of channel c were read. An output row
 *                 may be shorter than an input row, not longer than the channel stride.
 *
 * Packings (index = byte position):
 *   OC2C4   depth k = (ky * KW + kx) * (IC / groups) + ic, D = KH * KW * (IC / groups), D4 = D rounded up to 4:
 *           index(oc, k) = (oc / 2) * 2 * D4 + (k / 4) * 8 + (oc % 2) * 4 + k % 4
 *           TE_OC2C4_BYTES(oc, depth) bytes in all, positions without a weight are 0, 4-byte aligned.
 *           Fully connected: KH = KW = groups = 1.
 *   OHWI    index(oc, ky, kx, ic) = ((oc * KH + ky) * KW + kx) * (IC / groups) + ic, as in the model.
 *   CHW     index(c, ky, kx) = (c * KH + ky) * KW + kx, c = output channel = ic * multiplier + m.
 *   C4HW4   index(c, ky, kx) = ((c / 4 * KH + ky) * KW + kx) * 4 + c % 4, 4-byte aligned, channels rounded up to 4; positions without a
 *           weight are 0.
 *
 * Names: te_<op>_<types>[_<special>]__<isa>; isa c99 is portable, dsp needs (or imitates) Armv7E-M SIMD. Where both exist they take the
 * same parameters, packing and scratch. _anyshift takes te_requant rows in the general encoding, the plain name in the fast encoding. */
#ifndef TE_KERNELS_H
#define TE_KERNELS_H

#include "te_types.h"
#include "te_conv2d.h"
#include "te_dwconv2d.h"
#include "te_transpose_conv.h"
#include "te_fully_connected.h"
#include "te_batch_matmul.h"
#include "te_recurrent.h"
#include "te_elementwise.h"
#include "te_elements.h"
#include "te_activation_s16.h"
#include "te_pool2d.h"
#include "te_reduce.h"
#include "te_softmax.h"
#include "te_l2_normalization.h"
#include "te_move.h"
#include "te_quantize.h"
#include "te_signal.h"
#include "te_prototypes.h"

#endif
