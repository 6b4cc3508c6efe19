#ifndef TE_FILL_S32__C99_H
#define TE_FILL_S32__C99_H

#include "te_move.h"

void te_fill_s32__c99(int32_t *out, int32_t value, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        out[i] = (int32_t)value;
}

#endif
