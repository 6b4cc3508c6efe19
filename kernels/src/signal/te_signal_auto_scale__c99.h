#ifndef TE_SIGNAL_AUTO_SCALE__C99_H
#define TE_SIGNAL_AUTO_SCALE__C99_H

#include "te_signal.h"

void te_signal_auto_scale__c99(int16_t *out, int32_t *shift, const int16_t *in, int32_t count, const te_signal_params *p)
{
    int16_t largest = 0;
    (void)p;
    for (int32_t i = 0; i < count; i++) {
        if (in[i] > largest)
            largest = in[i];
        else if (-in[i] > largest)
            largest = (int16_t)(uint16_t)-in[i]; /* -32768 stays what it is */
    }
    *shift = 0;
    while (largest > 0 && largest < 1 << (14 - *shift))
        ++*shift;
    for (int32_t i = 0; i < count; i++)
        out[i] = (int16_t)(uint16_t)(in[i] * (1 << *shift));
}

#endif
