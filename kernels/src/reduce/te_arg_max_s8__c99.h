#ifndef TE_ARG_MAX_S8__C99_H
#define TE_ARG_MAX_S8__C99_H

#include "te_reduce.h"

void te_arg_max_s8__c99(int32_t *out, const int8_t *in, const te_arg_params *p)
{
    for (int32_t outer = 0; outer < p->outer; outer++, in += p->count * p->inner) {
        for (int32_t inner = 0; inner < p->inner; inner++) {
            int32_t best = 0;
            for (int32_t i = 1; i < p->count; i++) {
                if (in[i * p->inner + inner] > in[best * p->inner + inner])
                    best = i;
            }
            *out++ = best;
        }
    }
}

#endif
