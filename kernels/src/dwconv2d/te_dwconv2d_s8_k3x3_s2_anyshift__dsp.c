#define TE_ANYSHIFT 1
#include "te_dwconv2d_s8_special.h"

void te_dwconv2d_s8_k3x3_s2_anyshift__dsp(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_dwconv2d_s8_params *p,
                                          void *scratch)
{
    te_dwconv2d_s8_special(out, rows, x0, x1, p, scratch, 3, 2, 1);
}
