#ifndef TE_FULLY_CONNECTED_S8_BEGIN__C99_H
#define TE_FULLY_CONNECTED_S8_BEGIN__C99_H

#include "te_fully_connected.h"

void te_fully_connected_s8_begin__c99(int32_t *sums, const te_fully_connected_s8_params *p)
{
    for (int32_t oc = 0; oc < p->outChannels; oc++)
        sums[oc] = p->requant[oc].bias;
}

#endif
