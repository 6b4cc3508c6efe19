#ifndef TE_FILL_ROW__C99_H
#define TE_FILL_ROW__C99_H

#include <string.h>

#include "te_move.h"

void te_fill_row__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_fill_row_params *p, void *scratch)
{
    (void)rows;
    (void)x0;
    (void)x1;
    (void)scratch;
    if (p->elementBytes == 1) {
        memset(out, p->value, (size_t)p->count);
        return;
    }
    for (int32_t i = 0; i < p->count; i++, out += p->elementBytes) {
        if (p->elementBytes == 2) {
            const int16_t value = (int16_t)p->value;
            memcpy(out, &value, 2);
        } else {
            memcpy(out, &p->value, 4);
        }
    }
}

#endif
