#include "te_conv2d_s8_dsp.h"

void te_conv2d_s8_x5__dsp(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_conv2d_s8_params *p, void *scratch)
{
    te_conv2d_s8_blocks(out, rows, x0, x1, p, scratch, 5, 0);
}
