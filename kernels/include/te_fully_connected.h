/* Fully connected layer, one vector at a time; batch rows are calls. */
#ifndef TE_FULLY_CONNECTED_H
#define TE_FULLY_CONNECTED_H

#include "te_types.h"

/* in[inChannels] to out[outChannels]; FEW: for few outputs, without scratch. */
typedef struct {
    int32_t inChannels, outChannels;
    int32_t clampMin, clampMax;
    const int8_t *weights;
    const te_requant *requant; /* one row per output channel, also where the model quantizes per tensor */
} te_fully_connected_s8_params;

#define TE_FULLY_CONNECTED_S8_SCRATCH_BYTES(ic) (2 * TE_CEIL4(ic))

/* The same for a vector that is the rows of a map, which need not be stored: begin puts biases into the sums, rows adds elements [x0, x1)
 * of the vector, those of rows[0], finish writes out[outChannels]. Rows come in any order, each once. The dsp kernel takes x0 and x1 that
 * are multiples of 4. */
#define TE_FULLY_CONNECTED_S8_SUMS_BYTES(outputs) (4 * (outputs))

/* int16 activations (zero points 0), int8 weights; sums of 64 bits, or of 32 (_acc32: the model's bias is int32), see te_requant_s16. */
typedef struct {
    int32_t inChannels, outChannels;
    int32_t clampMin, clampMax;
    const int8_t *weights;
    const te_requant_s16 *requant; /* one row per output channel */
} te_fully_connected_s16_params;

/* in[vectors][inChannels], weights[outChannels][inChannels] that need not be constant and have a zero point; multiplier and exponent as
 * TFLite. */
typedef struct {
    int32_t vectors, inChannels, outChannels;
    int32_t inZeroPoint, weightZeroPoint, outZeroPoint;
    int32_t multiplier, exponent;
    int32_t clampMin, clampMax;
    const int32_t *bias; /* NULL without one */
} te_fully_connected_any_s8_params;

#endif
