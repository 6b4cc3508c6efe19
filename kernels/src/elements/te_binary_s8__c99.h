#ifndef TE_BINARY_S8__C99_H
#define TE_BINARY_S8__C99_H

#include "te_binary_quantized_body.h"

int32_t te_binary_s8__c99(int8_t *out, const int8_t *a, const int8_t *b, int32_t count, const te_binary_quantized_params *p)
{
    te_walk w = {{0}, {0}};
    for (int32_t i = 0; i < count; i++) {
        if (p->function == TE_DIV && b[w.at[1]] == p->zeroPoint[1])
            return 1;
        out[i] = (int8_t)te_binary_value_quantized(a[w.at[0]], b[w.at[1]], p);
        te_walk_next(&w, &p->walk);
    }
    return 0;
}

#endif
