#ifndef TE_CAST__C99_H
#define TE_CAST__C99_H

#include "te_elements.h"

static int64_t te_cast_read(const void *in, int32_t i, int32_t type)
{
    switch (type) {
    case TE_CAST_S8:
        return ((const int8_t *)in)[i];
    case TE_CAST_S16:
        return ((const int16_t *)in)[i];
    case TE_CAST_S32:
        return ((const int32_t *)in)[i];
    case TE_CAST_U32:
        return ((const uint32_t *)in)[i];
    case TE_CAST_S64:
        return ((const int64_t *)in)[i];
    default:
        return ((const uint8_t *)in)[i];
    }
}

/* A float cut towards 0; to int64 in its range, to other types in that of int32. */
static int64_t te_cast_cut(float v, int32_t type)
{
    const float limit = type == TE_CAST_S64 ? 9223372036854775808.0f : 2147483648.0f;
    if (!(v > -limit))
        return v != v ? 0 : type == TE_CAST_S64 ? INT64_MIN : INT32_MIN;
    if (v >= limit)
        return type == TE_CAST_S64 ? INT64_MAX : INT32_MAX;
    return (int64_t)v;
}

static void te_cast_write(void *out, int32_t i, int32_t type, int64_t v)
{
    switch (type) {
    case TE_CAST_S8:
        ((int8_t *)out)[i] = (int8_t)(uint8_t)(uint64_t)v;
        break;
    case TE_CAST_S16:
        ((int16_t *)out)[i] = (int16_t)(uint16_t)(uint64_t)v;
        break;
    case TE_CAST_U32:
    case TE_CAST_S32:
        ((int32_t *)out)[i] = (int32_t)(uint32_t)(uint64_t)v;
        break;
    case TE_CAST_S64:
        ((int64_t *)out)[i] = v;
        break;
    case TE_CAST_F32:
        ((float *)out)[i] = (float)v;
        break;
    case TE_CAST_BOOL:
        ((uint8_t *)out)[i] = v != 0;
        break;
    default:
        ((uint8_t *)out)[i] = (uint8_t)(uint64_t)v;
        break;
    }
}

void te_cast__c99(void *out, const void *in, int32_t count, const te_cast_params *p)
{
    for (int32_t i = 0; i < count; i++) {
        if (p->from != TE_CAST_F32)
            te_cast_write(out, i, p->to, te_cast_read(in, i, p->from));
        else if (p->to == TE_CAST_F32)
            ((float *)out)[i] = ((const float *)in)[i];
        else if (p->to == TE_CAST_BOOL)
            ((uint8_t *)out)[i] = ((const float *)in)[i] != 0.0f;
        else
            te_cast_write(out, i, p->to, te_cast_cut(((const float *)in)[i], p->to));
    }
}

#endif
