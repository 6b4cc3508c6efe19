#include "te_dwconv2d_s8_body.h"

void te_dwconv2d_s8_anyshift__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_dwconv2d_s8_params *p,
                                  void *scratch)
{
    te_dwconv2d_s8_row(out, rows, x0, x1, p, (int8_t *)scratch, 1);
}
