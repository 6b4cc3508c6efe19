#ifndef TE_SELECT__C99_H
#define TE_SELECT__C99_H

#include <string.h>

#include "te_walk.h"

void te_select__c99(void *out, const int8_t *condition, const void *a, const void *b, int32_t count, const te_select_params *p)
{
    te_walk w = {{0}, {0}};
    int8_t *to = (int8_t *)out;
    for (int32_t i = 0; i < count; i++, to += p->elementBytes) {
        const int8_t *from =
            condition[w.at[0]] != 0 ? (const int8_t *)a + w.at[1] * p->elementBytes : (const int8_t *)b + w.at[2] * p->elementBytes;
        memcpy(to, from, (size_t)p->elementBytes);
        te_walk_next(&w, &p->walk);
    }
}

#endif
