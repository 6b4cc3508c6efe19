/* Fully connected layer, one vector at a time; batch rows are calls. */
#ifndef TE_FULLY_CONNECTED_H
#define TE_FULLY_CONNECTED_H

#include "te_types.h"

typedef struct {
    int32_t inChannels, outChannels;
    int32_t clampMin, clampMax;
    const int8_t *weights;
    const te_requant *requant; /* one row per output channel, also where the model quantizes per tensor */
} te_fully_connected_s8_params;

#define TE_FULLY_CONNECTED_S8_SCRATCH_BYTES(ic) (2 * TE_CEIL4(ic))

/* in[inChannels] to out[outChannels].
 * @packing OC2C4  @scratch TE_FULLY_CONNECTED_S8_SCRATCH_BYTES(ic)  @slack in=0 weights=0  @overlap NONE */
void te_fully_connected_s8__c99(int8_t *out, const int8_t *in, const te_fully_connected_s8_params *p, void *scratch);
void te_fully_connected_s8_anyshift__c99(int8_t *out, const int8_t *in, const te_fully_connected_s8_params *p, void *scratch);
void te_fully_connected_s8__dsp(int8_t *out, const int8_t *in, const te_fully_connected_s8_params *p, void *scratch);
void te_fully_connected_s8_anyshift__dsp(int8_t *out, const int8_t *in, const te_fully_connected_s8_params *p, void *scratch);

/* The same for few outputs, without scratch. @packing OC2C4  @scratch 0  @slack in=0 weights=0  @overlap NONE */
void te_fully_connected_s8_few__dsp(int8_t *out, const int8_t *in, const te_fully_connected_s8_params *p, void *scratch);
void te_fully_connected_s8_few_anyshift__dsp(int8_t *out, const int8_t *in, const te_fully_connected_s8_params *p, void *scratch);

/* int16 activations (zero points 0), int8 weights. */
typedef struct {
    int32_t inChannels, outChannels;
    int32_t clampMin, clampMax;
    const int8_t *weights;
    const te_requant_s16 *requant; /* one row per output channel */
} te_fully_connected_s16_params;

/* Sums of 64 bits, or of 32 (_acc32: the model's bias is int32); see te_requant_s16.
 * @packing OHWI  @scratch 0  @slack in=0 weights=0  @overlap NONE */
void te_fully_connected_s16__c99(int16_t *out, const int16_t *in, const te_fully_connected_s16_params *p, void *scratch);
void te_fully_connected_s16_acc32__c99(int16_t *out, const int16_t *in, const te_fully_connected_s16_params *p, void *scratch);

#endif
