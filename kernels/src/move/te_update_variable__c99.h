#ifndef TE_UPDATE_VARIABLE__C99_H
#define TE_UPDATE_VARIABLE__C99_H

#include <string.h>

#include "te_fixed.h"
#include "te_move.h"

void te_update_variable__c99(int8_t *variable, const int8_t *in, const te_update_params *p)
{
    /* Pieces of as many bytes as the variable moves by do not overlap. */
    for (int32_t i = 0; i < p->keep; i += p->bytes)
        memcpy(variable + i, variable + i + p->bytes, (size_t)te_min(p->bytes, p->keep - i));
    memcpy(variable + p->keep, in, (size_t)p->bytes);
}

#endif
