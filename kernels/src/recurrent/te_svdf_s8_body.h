#ifndef TE_SVDF_S8_BODY_H
#define TE_SVDF_S8_BODY_H

#include "te_fixed.h"
#include "te_recurrent.h"

/* The new activation of a filter, rescaled to the state's unit. */
TE_ALWAYS_INLINE int32_t te_svdf_s8_activation(const int8_t *in, const int8_t *w, const te_svdf_params *p)
{
    int32_t acc = 0;
    for (int32_t i = 0; i < p->inputs; i++)
        acc = te_mac(acc, in[i] - p->inZeroPoint, w[i]);
    return te_multiply_by_quantized_multiplier(acc, p->featureMultiplier, p->featureExponent);
}

TE_ALWAYS_INLINE int8_t te_svdf_s8_output(int32_t acc, const te_svdf_params *p)
{
    const int32_t v = te_multiply_by_quantized_multiplier(acc, p->timeMultiplier, p->timeExponent);
    return (int8_t)te_ssat8(te_add_wrap(v, p->outZeroPoint));
}

#endif
