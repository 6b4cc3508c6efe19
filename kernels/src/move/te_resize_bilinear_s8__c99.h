#ifndef TE_RESIZE_BILINEAR_S8__C99_H
#define TE_RESIZE_BILINEAR_S8__C99_H

#include "te_move.h"

/* Weights of 2^-10 each way: |sum| <= 2^27. */
static int8_t te_resize_bilinear_s8_mean(int32_t left, int32_t right, int32_t fraction)
{
    const int32_t sum = left * (1024 - fraction) + right * fraction;
    const int32_t half = 1 << 19;
    return (int8_t)((sum + (sum > 0 ? half : -half)) / (1 << 20));
}

void te_resize_bilinear_s8__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_resize_bilinear_s8_params *p,
                                void *scratch, int32_t y)
{
    const int32_t lower = p->rowFractions[y], upper = 1024 - lower;
    (void)scratch;
    for (int32_t x = x0; x < x1; x++, out += p->out.pixel) {
        const te_resize_bilinear_point *point = p->columns + x;
        const int32_t left = point->first * p->in.pixel, right = point->second * p->in.pixel;
        for (int32_t c = 0; c < p->channels; c++) {
            const int8_t *a = rows[0] + c * p->in.channel, *b = rows[1] + c * p->in.channel;
            const int32_t l = a[left] * upper + b[left] * lower, r = a[right] * upper + b[right] * lower;
            out[c * p->out.channel] = te_resize_bilinear_s8_mean(l, r, point->fraction);
        }
    }
}

#endif
