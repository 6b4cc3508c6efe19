#ifndef TE_GATHER_ROW__C99_H
#define TE_GATHER_ROW__C99_H

#include <string.h>

#include "te_move.h"

void te_gather_row__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_gather_row_params *p, void *scratch)
{
    const int8_t *block = rows[0];
    (void)x0;
    (void)x1;
    (void)scratch;
    for (int32_t outer = 0; outer < p->outer; outer++, block += p->size * p->sliceBytes) {
        for (int32_t i = 0; i < p->picks; i++, out += p->sliceBytes)
            memcpy(out, block + p->indices[i] * p->sliceBytes, (size_t)p->sliceBytes);
    }
}

#endif
