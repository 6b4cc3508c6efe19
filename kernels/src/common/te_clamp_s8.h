/* Fused activations narrower than int8, applied to a finished piece of a row; rare enough to cost a second pass. */
#ifndef TE_CLAMP_S8_H
#define TE_CLAMP_S8_H

#include "te_fixed.h"

TE_ALWAYS_INLINE void te_clamp_s8_bytes(int8_t *out, int32_t count, uint32_t lo4, uint32_t hi4)
{
    for (; count >= 4; count -= 4, out += 4)
        te_store_s8x4(out, te_min_s8x4(te_max_s8x4(te_load_s8x4(out), lo4), hi4));
    for (; count > 0; count--, out++)
        *out = (int8_t)te_clamp(*out, (int8_t)(lo4 & 0xffu), (int8_t)(hi4 & 0xffu));
}

TE_SHARED TE_RARE void te_clamp_s8_slow(int8_t *out, te_layout layout, int32_t columns, int32_t channels, int32_t lo, int32_t hi)
{
    const uint32_t lo4 = ((uint32_t)lo & 0xffu) * 0x01010101u, hi4 = ((uint32_t)hi & 0xffu) * 0x01010101u;
    /* Runs of bytes that follow one another: the channels of a pixel or the pixels of a channel, or all of them. */
    int32_t count = columns, length = channels, apart = layout.pixel;
    if (layout.channel != 1) {
        count = channels;
        length = columns;
        apart = layout.channel;
    }
    if (apart == length) {
        te_clamp_s8_bytes(out, length * count, lo4, hi4);
        return;
    }
    for (; count > 0; count--, out += apart)
        te_clamp_s8_bytes(out, length, lo4, hi4);
}

TE_ALWAYS_INLINE void te_clamp_s8(int8_t *out, te_layout layout, int32_t columns, int32_t channels, int32_t lo, int32_t hi)
{
    if (lo > -128 || hi < 127)
        te_clamp_s8_slow(out, layout, columns, channels, lo, hi);
}

#endif
