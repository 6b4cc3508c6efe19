#ifndef TE_UPDATE_SLICE__C99_H
#define TE_UPDATE_SLICE__C99_H

#include <string.h>

#include "te_elements.h"
#include "te_fixed.h"

void te_update_slice__c99(void *out, const void *update, const int32_t *start, const te_update_slice_params *p)
{
    const int8_t *from = (const int8_t *)update;
    int32_t index[6] = {0};
    const int32_t last = p->rank - 1;
    for (int32_t axis = 0; axis >= 0;) {
        int32_t at = 0;
        for (int32_t a = 0; a <= last; a++) {
            const int32_t unit = a == last ? p->elementBytes : 1;
            const int32_t begin = te_clamp(start[a], 0, (p->extent[a] - p->size[a]) / unit);
            at = at * p->extent[a] + begin * unit + index[a];
        }
        memcpy((int8_t *)out + at, from, (size_t)p->size[last]);
        from += p->size[last];
        for (axis = last - 1; axis >= 0; axis--) {
            if (++index[axis] < p->size[axis])
                break;
            index[axis] = 0;
        }
    }
}

#endif
