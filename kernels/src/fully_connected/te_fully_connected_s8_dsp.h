/* The vector is one pixel of a pointwise convolution: widened once, then two output channels at a time. */
#ifndef TE_FULLY_CONNECTED_S8_DSP_H
#define TE_FULLY_CONNECTED_S8_DSP_H

#include "te_block_s8_1.h"
#include "te_clamp_s8.h"
#include "te_fully_connected.h"
#include "te_widen_s8.h"

TE_ALWAYS_INLINE void te_fully_connected_s8_block(int8_t *out, const int8_t *in, const te_fully_connected_s8_params *p, uint32_t *wide,
                                                  int anyshift)
{
    const te_layout vector = {p->outChannels, 1};
    const te_block_s8 b = {out, p->outChannels, 1, p->requant, wide, TE_CEIL4(p->inChannels) / 4, p->requant + p->outChannels, p->weights};
    TE_COUNT_MACS((int64_t)p->outChannels * p->inChannels);
    te_widen_s8(wide, 1, 0, in, 1, p->inChannels);
    TE_BY_ENCODING(te_block_s8_1)(&b, anyshift);
    te_clamp_s8(out, vector, 1, p->outChannels, p->clampMin, p->clampMax);
}

#endif
