#ifndef TE_SIGNAL_WINDOW__C99_H
#define TE_SIGNAL_WINDOW__C99_H

#include "te_fixed.h"
#include "te_signal.h"

void te_signal_window__c99(int16_t *out, const int16_t *in, const int16_t *window, int32_t count, const te_signal_params *p)
{
    for (int32_t i = 0; i < count; i++)
        out[i] = (int16_t)te_saturate_s16(te_asr(in[i] * window[i], p->option[0]));
}

#endif
