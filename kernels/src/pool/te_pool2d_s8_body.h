#ifndef TE_POOL2D_S8_BODY_H
#define TE_POOL2D_S8_BODY_H

#include "te_fixed.h"
#include "te_pool2d.h"

/* The taps of a window that lie inside the row: kx in [first, last). */
typedef struct {
    int32_t first, last;
} te_pool2d_taps;

TE_ALWAYS_INLINE te_pool2d_taps te_pool2d_s8_taps(int32_t ix0, const te_pool2d_s8_params *p)
{
    const te_pool2d_taps t = {te_max(0, -ix0), te_min(p->kernelWidth, p->inWidth - ix0)};
    return t;
}

TE_ALWAYS_INLINE int32_t te_pool2d_s8_rows_inside(const int8_t *const *rows, const te_pool2d_s8_params *p)
{
    int32_t n = 0;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++)
        n += rows[ky] != NULL;
    return n;
}

/* Nearest integer to sum / count, halves away from zero. */
TE_ALWAYS_INLINE int32_t te_pool2d_s8_mean(int32_t sum, int32_t count)
{
    return (sum > 0 ? sum + count / 2 : sum - count / 2) / count;
}

TE_ALWAYS_INLINE int32_t te_pool2d_s8_sum(const int8_t *const *rows, int32_t ix0, te_pool2d_taps t, int32_t c, const te_pool2d_s8_params *p)
{
    int32_t sum = 0;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++) {
        if (rows[ky] == NULL)
            continue;
        const int8_t *in = rows[ky] + c * p->in.channel;
        for (int32_t kx = t.first; kx < t.last; kx++)
            sum += in[(ix0 + kx) * p->in.pixel];
    }
    return sum;
}

TE_ALWAYS_INLINE int32_t te_pool2d_s8_max(const int8_t *const *rows, int32_t ix0, te_pool2d_taps t, int32_t c, const te_pool2d_s8_params *p)
{
    int32_t max = -128;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++) {
        if (rows[ky] == NULL)
            continue;
        const int8_t *in = rows[ky] + c * p->in.channel;
        for (int32_t kx = t.first; kx < t.last; kx++)
            max = te_max(max, in[(ix0 + kx) * p->in.pixel]);
    }
    return max;
}

#endif
