#ifndef TE_COMPARE_S8__C99_H
#define TE_COMPARE_S8__C99_H

#include "te_compare_body.h"

void te_compare_s8__c99(uint8_t *out, const void *a, const void *b, int32_t count, const te_compare_params *p)
{
    TE_COMPARE_LOOP(te_comparable(((const int8_t *)a)[w.at[0]], 0, p), te_comparable(((const int8_t *)b)[w.at[1]], 1, p))
}

#endif
