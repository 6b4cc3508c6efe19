#ifndef TE_FILL_S8__C99_H
#define TE_FILL_S8__C99_H

#include "te_move.h"

#include <string.h>

void te_fill_s8__c99(void *out, int32_t value, int32_t count)
{
    memset(out, (int)(value & 0xFF), (size_t)count);
}

#endif
