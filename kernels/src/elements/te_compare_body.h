#ifndef TE_COMPARE_BODY_H
#define TE_COMPARE_BODY_H

#include "te_fixed.h"
#include "te_walk.h"

/* The relation of two elements of any type that C compares. */
#define TE_RELATION(a, b, relation)                          \
    ((relation) == TE_EQUAL           ? (a) == (b)           \
     : (relation) == TE_NOT_EQUAL     ? (a) != (b)           \
     : (relation) == TE_LESS          ? (a) < (b)            \
     : (relation) == TE_LESS_EQUAL    ? (a) <= (b)           \
     : (relation) == TE_GREATER       ? (a) > (b)            \
     : (relation) == TE_GREATER_EQUAL ? (a) >= (b)           \
     : (relation) == TE_AND           ? (a) != 0 && (b) != 0 \
                                      : (a) != 0 || (b) != 0)

#define TE_COMPARE_LOOP(a, b)                                \
    te_walk w = {{0}, {0}};                                  \
    for (int32_t i = 0; i < count; i++) {                    \
        out[i] = (int8_t)TE_RELATION((a), (b), p->relation); \
        te_walk_next(&w, &p->walk);                          \
    }

/* A code in the scale that both operands share; as it is where there is none. */
TE_ALWAYS_INLINE int32_t te_comparable(int32_t v, int32_t operand, const te_compare_params *p)
{
    if (p->multiplier[operand] == 0)
        return v;
    const int32_t shifted = (v - p->zeroPoint[operand]) * 256;
    return te_rounding_shift_right(te_doubling_high_mul(shifted, p->multiplier[operand]), -p->exponent[operand]);
}

#endif
