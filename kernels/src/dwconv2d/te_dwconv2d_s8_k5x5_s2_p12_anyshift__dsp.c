#define TE_ANYSHIFT 1
#include "te_dwconv2d_s8_edges.h"

void te_dwconv2d_s8_k5x5_s2_p12_anyshift__dsp(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1,
                                              const te_dwconv2d_s8_params *p, void *scratch)
{
    (void)x0;
    (void)x1;
    te_dwconv2d_s8_edges_s2(out, rows, p, scratch, 5, 1, 1);
}
