#ifndef TE_L2_POOL2D_F32__C99_H
#define TE_L2_POOL2D_F32__C99_H

#include "te_elements.h"
#include "te_fixed.h"
#include "te_functions_f32.h"

void te_l2_pool2d_f32__c99(float *out, const float *in, int32_t count, const te_l2_pool2d_params *p)
{
    for (int32_t i = 0; i < count; i++) {
        const int32_t c = i % p->channels, x = i / p->channels % p->outWidth, y = i / p->channels / p->outWidth % p->outHeight;
        const float *map = in + i / p->channels / p->outWidth / p->outHeight * p->height * p->width * p->channels;
        const int32_t top = y * p->strideY - p->padTop, left = x * p->strideX - p->padLeft;
        const int32_t bottom = te_min(top + p->kernelHeight, p->height), right = te_min(left + p->kernelWidth, p->width);
        float sum = 0.0f;
        for (int32_t row = te_max(top, 0); row < bottom; row++) {
            for (int32_t column = te_max(left, 0); column < right; column++) {
                const float v = map[(row * p->width + column) * p->channels + c];
                sum += v * v;
            }
        }
        const float v = te_sqrt_f32(sum / (float)((bottom - te_max(top, 0)) * (right - te_max(left, 0))));
        out[i] = v < p->low ? p->low : v > p->high ? p->high : v;
    }
}

#endif
