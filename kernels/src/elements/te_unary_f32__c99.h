#ifndef TE_UNARY_F32__C99_H
#define TE_UNARY_F32__C99_H

#include "te_elements.h"
#include "te_functions_f32.h"

static float te_unary_value(float v, const te_unary_params *p)
{
    switch (p->function) {
    case TE_ABS_F32:
        return te_abs_f32(v);
    case TE_NEG_F32:
        return te_neg_f32(v);
    case TE_EXP_F32:
        return te_exp_f32(v);
    case TE_LOG_F32:
        return te_log_f32(v);
    case TE_SQRT_F32:
        return te_sqrt_f32(v);
    case TE_RSQRT_F32:
        return 1.0f / te_sqrt_f32(v);
    case TE_SQUARE_F32:
        return v * v;
    case TE_SIN_F32:
        return te_sine_f32(v, 0);
    case TE_COS_F32:
        return te_sine_f32(v, 2);
    case TE_FLOOR_F32:
        return te_floor_f32(v);
    case TE_CEIL_F32:
        return te_neg_f32(te_floor_f32(te_neg_f32(v)));
    case TE_ROUND_F32:
        return te_round_even_f32(v);
    case TE_LOGISTIC_F32:
        return te_logistic_f32(v);
    case TE_TANH_F32:
        return te_tanh_f32(v);
    default:
        return v < p->low ? p->low : v > p->high ? p->high : v;
    }
}

void te_unary_f32__c99(float *out, const float *in, int32_t count, const te_unary_params *p)
{
    for (int32_t i = 0; i < count; i++)
        out[i] = te_unary_value(in[i], p);
}

#endif
