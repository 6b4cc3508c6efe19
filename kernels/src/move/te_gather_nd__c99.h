#ifndef TE_GATHER_ND__C99_H
#define TE_GATHER_ND__C99_H

#include <string.h>

#include "te_elements.h"

int32_t te_gather_nd__c99(void *out, const void *data, const int32_t *indices, int32_t count, const te_gather_nd_params *p)
{
    int8_t *to = (int8_t *)out;
    for (int32_t i = 0; i < count; i++, indices += p->depth, to += p->sliceBytes) {
        int64_t from = 0;
        for (int32_t k = 0; k < p->depth; k++)
            from += (int64_t)indices[k] * p->stride[k];
        if (from < 0 || from > p->dataBytes - p->sliceBytes)
            return 1;
        memcpy(to, (const int8_t *)data + from, (size_t)p->sliceBytes);
    }
    return 0;
}

#endif
