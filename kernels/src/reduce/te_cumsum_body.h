#ifndef TE_CUMSUM_BODY_H
#define TE_CUMSUM_BODY_H

#include "te_elements.h"

/* Calls a body for each element in the order of the sums: `i` is its position, `first` whether a sum starts. */
#define TE_CUMSUM_LOOP(p, body)                                                           \
    for (int32_t o = 0; o < (p)->outer; o++) {                                            \
        for (int32_t n = 0; n < (p)->inner; n++) {                                        \
            for (int32_t k = 0; k < (p)->depth; k++) {                                    \
                const int32_t at = (p)->reverse ? (p)->depth - 1 - k : k;                 \
                const int32_t i = (o * (p)->depth + at) * (p)->inner + n, first = k == 0; \
                body                                                                      \
            }                                                                             \
        }                                                                                 \
    }

#endif
