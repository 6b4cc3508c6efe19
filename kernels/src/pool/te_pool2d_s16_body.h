#ifndef TE_POOL2D_S16_BODY_H
#define TE_POOL2D_S16_BODY_H

#include <stddef.h>

#include "te_pool2d_s8_body.h"

TE_ALWAYS_INLINE int32_t te_pool2d_s16_sum(const int16_t *const *rows, int32_t ix0, te_pool2d_taps t, int32_t c,
                                           const te_pool2d_s8_params *p)
{
    int32_t sum = 0;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++) {
        for (int32_t kx = t.first; rows[ky] != NULL && kx < t.last; kx++)
            sum = te_add_wrap(sum, te_read_s16(rows[ky], (ix0 + kx) * p->in.pixel + c * p->in.channel));
    }
    return sum;
}

TE_ALWAYS_INLINE int32_t te_pool2d_s16_max(const int16_t *const *rows, int32_t ix0, te_pool2d_taps t, int32_t c,
                                           const te_pool2d_s8_params *p)
{
    int32_t max = INT16_MIN;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++) {
        for (int32_t kx = t.first; rows[ky] != NULL && kx < t.last; kx++)
            max = te_max(max, te_read_s16(rows[ky], (ix0 + kx) * p->in.pixel + c * p->in.channel));
    }
    return max;
}

TE_ALWAYS_INLINE int32_t te_pool2d_s16_rows_inside(const int16_t *const *rows, const te_pool2d_s8_params *p)
{
    int32_t n = 0;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++)
        n += rows[ky] != NULL;
    return n;
}

#endif
