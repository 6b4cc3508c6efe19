#ifndef TE_COPY_ND_ROW__C99_H
#define TE_COPY_ND_ROW__C99_H

#include "te_copy_nd_body.h"

void te_copy_nd_row__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_copy_nd_row_params *p, void *scratch)
{
    (void)x0;
    (void)x1;
    (void)scratch;
    if (rows[0] != NULL)
        te_copy_nd_body(out, rows[0] + p->inOffset, &p->copy);
}

#endif
