#include "te_conv2d_s8_k1x1_body.h"

void te_conv2d_s8_k1x1_anyshift__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_conv2d_s8_k1x1_params *p,
                                     void *scratch)
{
    te_conv2d_s8_k1x1_run(out, rows[0], x0, x1, p, (int8_t *)scratch, 1);
}
