#ifndef TE_UPDATE_VARIABLE__C99_H
#define TE_UPDATE_VARIABLE__C99_H

#include <string.h>

#include "te_fixed.h"
#include "te_move.h"

void te_update_variable__c99(void *variable, const void *in, const te_update_params *p)
{
    int8_t *bytes = (int8_t *)variable;
    /* Pieces of as many bytes as the variable moves by do not overlap. */
    for (int32_t i = 0; i < p->keep; i += p->bytes)
        memcpy(bytes + i, bytes + i + p->bytes, (size_t)te_min(p->bytes, p->keep - i));
    memcpy(bytes + p->keep, in, (size_t)p->bytes);
}

#endif
