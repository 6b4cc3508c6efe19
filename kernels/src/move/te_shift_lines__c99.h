#ifndef TE_SHIFT_LINES__C99_H
#define TE_SHIFT_LINES__C99_H

#include <string.h>

#include "te_move.h"

void te_shift_lines__c99(int8_t *lines, int32_t count, int32_t pitch, int32_t shift, int32_t keep)
{
    for (int32_t n = 0; n < count; n++) {
        int8_t *to = lines + n * pitch;
        const int8_t *from = to + shift;
        int32_t i = 0;
        /* A word is read before its place is written, so forward order is right for any shift. */
        for (; i + 4 <= keep; i += 4) {
            uint32_t word;
            memcpy(&word, from + i, 4);
            memcpy(to + i, &word, 4);
        }
        for (; i < keep; i++)
            to[i] = from[i];
    }
}

#endif
