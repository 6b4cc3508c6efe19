/* Steps of audio front ends on one frame, bit for bit as TensorFlow Lite Micro's signal library. `count` is the number of the output's
 * elements. */
#ifndef TE_SIGNAL_H
#define TE_SIGNAL_H

#include "te_types.h"

/* option, by kernel:
 * window         shift: out = in * window >> shift, limited to int16
 * energy         start, end: re^2 + im^2 of these bins, 0 elsewhere
 * auto_scale     none: shifts left by as many bits as the largest sample leaves
 * filter_bank    channels: each energy goes to two neighbouring channels, with weight and unweight
 * root           none: the square root, shifted right
 * subtract       smoothing, 1 - smoothing, the same for odd channels, smoothing bits, bits of these fractions, least part that remains,
 *                whether the noise is limited by the signal, channels
 * gain           shift of the product with a gain, interpolated in a table over the noise
 * log            scale, shift left before the logarithm */
typedef struct {
    int32_t option[9];
} te_signal_params;

#endif
