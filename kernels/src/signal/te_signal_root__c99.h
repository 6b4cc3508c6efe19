#ifndef TE_SIGNAL_ROOT__C99_H
#define TE_SIGNAL_ROOT__C99_H

#include "te_signal.h"

/* Rounded, digit by digit; numbers of 32 bits end at 65535. */
static uint32_t te_signal_root(uint64_t number)
{
    const uint64_t limit = number >> 32 == 0 ? UINT16_MAX : UINT32_MAX;
    uint64_t root = 0, bit = (uint64_t)1 << 62;
    while (bit > number)
        bit >>= 2;
    for (; bit != 0; bit >>= 2) {
        if (number >= root + bit) {
            number -= root + bit;
            root = (root >> 1) + bit;
        } else {
            root >>= 1;
        }
    }
    return (uint32_t)(number > root && root != limit ? root + 1 : root);
}

void te_signal_root__c99(uint32_t *out, const uint64_t *in, const int32_t *shift, int32_t count, const te_signal_params *p)
{
    (void)p;
    for (int32_t i = 0; i < count; i++)
        out[i] = te_signal_root(in[i]) >> (*shift & 31);
}

#endif
