#include "te_fully_connected_s8_body.h"

void te_fully_connected_s8__c99(int8_t *out, const int8_t *in, const te_fully_connected_s8_params *p, void *scratch)
{
    (void)scratch;
    te_fully_connected_s8_vector(out, in, p, 0);
}
