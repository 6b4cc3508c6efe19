/* Shared by te_block_s8_1.h, te_block_s8_2.h, te_block_s8_4.h and te_block_s8_5.h: all output channels of 1, 2, 4 or 5 pixels whose depths
 * have been widened - dot products, requantization, stores. */
#ifndef TE_BLOCK_S8_H
#define TE_BLOCK_S8_H

#include <stddef.h>

#include "te_dot_s8.h"
#include "te_fixed.h"
#include "te_requantize_asm.h"

/* The assembly reads the members by their position. */
typedef struct {
    int8_t *out;   /* of the first pixel, channel 0 */
    int32_t pixel; /* output strides */
    int32_t channel;
    const te_requant *requant;
    const uint32_t *in;    /* widened pixels */
    int32_t groups;        /* of 4 depths, at least 1 */
    const te_requant *end; /* behind the last channel's row */
    const int8_t *weights; /* OC2C4 */
} te_block_s8;

#if TE_ARMV7EM
TE_AT(te_block_s8, out, 0);
TE_AT(te_block_s8, pixel, 4);
TE_AT(te_block_s8, channel, 8);
TE_AT(te_block_s8, requant, 12);
TE_AT(te_block_s8, in, 16);
TE_AT(te_block_s8, groups, 20);
TE_AT(te_block_s8, end, 24);
TE_AT(te_block_s8, weights, 28);
#endif

TE_ALWAYS_INLINE void te_block_s8_store(int8_t *out, int32_t acc, const te_requant *r, int anyshift)
{
    *out = (int8_t)te_requantize(acc, r, anyshift);
}

/* How many pixels to take of those left, at most `most`: 6 are better as 4 and 2, 8 as 4 and 4. */
TE_ALWAYS_INLINE int32_t te_block_s8_next(int32_t left, int32_t most)
{
    if (most >= 5 && left >= 5 && left != 6 && left != 8)
        return 5;
    return most >= 4 && left >= 4 ? 4 : left >= 2 ? 2 : 1;
}

#endif
