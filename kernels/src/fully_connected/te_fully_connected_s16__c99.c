#include "te_fully_connected_s16_body.h"

void te_fully_connected_s16__c99(int16_t *out, const int16_t *in, const te_fully_connected_s16_params *p, void *scratch)
{
    (void)scratch;
    te_fully_connected_s16_vector(out, in, p, 1);
}
