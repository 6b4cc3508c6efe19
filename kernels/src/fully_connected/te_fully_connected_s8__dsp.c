#include "te_fully_connected_s8_dsp.h"

void te_fully_connected_s8__dsp(int8_t *out, const int8_t *in, const te_fully_connected_s8_params *p, void *scratch)
{
    te_fully_connected_s8_block(out, in, p, (uint32_t *)scratch, 0);
}
