#ifndef TE_FILL_S16__C99_H
#define TE_FILL_S16__C99_H

#include "te_move.h"

void te_fill_s16__c99(int16_t *out, int32_t value, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        out[i] = (int16_t)value;
}

#endif
