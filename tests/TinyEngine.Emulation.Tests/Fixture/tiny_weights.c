#include "tiny_weights.h"

const int8_t tiny_w_addend[32] = {1,  -2,  3,  -4,  5,  -6,  7,  -8,  9,  -10, 11, -12, 13, -14, 15, -16,
                                  17, -18, 19, -20, 21, -22, 23, -24, 25, -26, 27, -28, 29, -30, 31, -32};
const float tiny_t_scale[1] = {0.1f};

#if FIXTURE_FAULT == FIXTURE_TOO_LARGE
const int8_t tiny_w_large[8 << 20] = {1};
#endif
