/* One kernel of the list as a program part: built with -include BODY and -DTE_ONLY_<symbol>=TE_PROBE, and -DTE_ANYSHIFT=1 where the
 * encoding is ANYSHIFT (eng/kernel-objects.sh). Generated folders hold the same definition as text. */
#include "te_kernels.h"
#include "te_select.h"

#define TE_IS_BODY TE_PROBE
#pragma GCC diagnostic ignored "-Wunused-parameter"

#define TE_KERNEL(symbol, op, types, special, isa, encoding, packing, scratch, slack, tail, overlap, family, body, result, params, call) \
    TE_WHEN(TE_ONLY_##symbol, TE_UNLESS(                                                                                                 \
                                  TE_IS_##call, result symbol params { call; }))
#include "kernels.inc"
