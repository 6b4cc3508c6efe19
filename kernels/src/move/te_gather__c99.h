#ifndef TE_GATHER__C99_H
#define TE_GATHER__C99_H

#include <string.h>

#include "te_move.h"

int32_t te_gather__c99(void *out, const void *data, const int32_t *indices, const te_gather_params *p)
{
    const int8_t *block = (const int8_t *)data;
    int8_t *to = (int8_t *)out;
    for (int32_t batch = 0; batch < p->batches; batch++, indices += p->picks) {
        for (int32_t outer = 0; outer < p->outer; outer++, block += p->size * p->sliceBytes) {
            for (int32_t i = 0; i < p->picks; i++, to += p->sliceBytes) {
                if (indices[i] < 0 || indices[i] >= p->size)
                    return 1;
                memcpy(to, block + indices[i] * p->sliceBytes, (size_t)p->sliceBytes);
            }
        }
    }
    return 0;
}

#endif
