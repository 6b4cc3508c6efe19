#include "te_copy_nd_body.h"

void te_copy_nd__c99(void *out, const void *in, const te_copy_nd_params *p)
{
    te_copy_nd_body(out, in, p);
}
