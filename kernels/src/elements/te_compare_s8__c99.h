#ifndef TE_COMPARE_S8__C99_H
#define TE_COMPARE_S8__C99_H

#include "te_compare_body.h"

void te_compare_s8__c99(int8_t *out, const int8_t *a, const int8_t *b, int32_t count, const te_compare_params *p)
{
    TE_COMPARE_LOOP(te_comparable(a[w.at[0]], 0, p), te_comparable(b[w.at[1]], 1, p))
}

#endif
