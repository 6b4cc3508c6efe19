#ifndef TE_BINARY_S32__C99_H
#define TE_BINARY_S32__C99_H

#include "te_fixed.h"
#include "te_walk.h"

/* Operands of the divisions; b is not 0. */
static int32_t te_divide_s32(int64_t a, int64_t b, int32_t function)
{
    const int64_t rest = a % b, inexact = rest != 0 && (rest < 0) != (b < 0);
    return (int32_t)(uint32_t)(uint64_t)(function == TE_DIV ? a / b : function == TE_FLOOR_DIV ? a / b - inexact : rest + inexact * b);
}

static int32_t te_binary_value_s32(int32_t a, int32_t b, int32_t function)
{
    switch (function) {
    case TE_ADD:
        return te_add_wrap(a, b);
    case TE_SUB:
        return te_sub_wrap(a, b);
    case TE_MUL:
        return (int32_t)((uint32_t)a * (uint32_t)b);
    case TE_MINIMUM:
        return te_min(a, b);
    case TE_MAXIMUM:
        return te_max(a, b);
    case TE_SQUARED_DIFFERENCE:
        return (int32_t)(((uint32_t)a - (uint32_t)b) * ((uint32_t)a - (uint32_t)b));
    default:
        return te_divide_s32(a, b, function);
    }
}

int32_t te_binary_s32__c99(int32_t *out, const int32_t *a, const int32_t *b, int32_t count, const te_binary_s32_params *p)
{
    te_walk w = {{0}, {0}};
    const int divides = p->function == TE_DIV || p->function == TE_FLOOR_DIV || p->function == TE_FLOOR_MOD;
    for (int32_t i = 0; i < count; i++) {
        if (divides && b[w.at[1]] == 0)
            return 1;
        out[i] = te_clamp(te_binary_value_s32(a[w.at[0]], b[w.at[1]], p->function), p->low, p->high);
        te_walk_next(&w, &p->walk);
    }
    return 0;
}

#endif
