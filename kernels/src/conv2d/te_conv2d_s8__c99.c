#include "te_conv2d_s8_body.h"

void te_conv2d_s8__c99(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_conv2d_s8_params *p, void *scratch)
{
    (void)scratch;
    te_conv2d_s8_row(out, rows, x0, x1, p, 0);
}
