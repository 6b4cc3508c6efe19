#ifndef TE_REDUCE_S16_BODY_H
#define TE_REDUCE_S16_BODY_H

#include "te_fixed.h"
#include "te_reduce.h"

/* A sum of codes to an output code; r in the general encoding. */
TE_ALWAYS_INLINE int16_t te_reduce_s16_value(int32_t sum, const te_requant *r)
{
    return (int16_t)te_saturate_s16(te_requantize_unlimited(te_add_wrap(sum, r->bias), r));
}

#endif
