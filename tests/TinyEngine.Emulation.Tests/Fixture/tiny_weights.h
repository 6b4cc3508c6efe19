#ifndef TINY_WEIGHTS_H
#define TINY_WEIGHTS_H

#include "tiny.h"

extern const int8_t tiny_w_addend[32];
extern const float tiny_t_scale[1];
extern const int8_t tiny_w_large[8 << 20];

#endif
