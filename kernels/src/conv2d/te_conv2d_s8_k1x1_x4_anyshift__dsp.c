#define TE_ANYSHIFT 1
#include "te_conv2d_s8_k1x1_dsp.h"

void te_conv2d_s8_k1x1_x4_anyshift__dsp(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_conv2d_s8_k1x1_params *p,
                                        void *scratch)
{
    te_conv2d_s8_k1x1_blocks(out, rows[0], x0, x1, p, (uint32_t *)scratch, 4, 1);
}
