/* Declares every kernel of the list. Generated folders declare those in use. */
#ifndef TE_PROTOTYPES_H
#define TE_PROTOTYPES_H

#define TE_KERNEL(symbol, op, types, special, isa, encoding, packing, scratch, slack, tail, overlap, family, body, result, params, call) \
    result symbol params;
#include "kernels.inc"
#undef TE_KERNEL

#endif
