/* Layers with a state that lasts from call to call: SVDF and UNIDIRECTIONAL_SEQUENCE_LSTM. */
#ifndef TE_RECURRENT_H
#define TE_RECURRENT_H

#include "te_types.h"

/* SVDF, batch 1. From the records Svdf and SvdfParams: FeatureFactor, TimeFactor as TFLite multipliers and exponents.
 * in[inputs] to out[units]; state[filters * memory] is read and written. The name's second type is that of state and time weights. */
typedef struct {
    int32_t inputs, units, rank, memory; /* units * rank filters */
    int32_t inZeroPoint, stateZeroPoint, outZeroPoint;
    int32_t featureMultiplier, featureExponent;
    int32_t timeMultiplier, timeExponent;
    const int8_t *features; /* [filters][inputs], as in the model */
    const void *times;      /* [filters][memory], as in the model; of the state's type */
    const int32_t *bias;    /* [units], or NULL */
} te_svdf_params;

/* One gate of an LSTM; from LstmParams.Gates: InputFactor, RecurrentFactor. */
typedef struct {
    const int8_t *inputWeights;     /* [cells][features], as in the model */
    const int8_t *recurrentWeights; /* [cells][cells] */
    const int32_t *bias;            /* [cells] */
    int32_t inputMultiplier, inputExponent;
    int32_t recurrentMultiplier, recurrentExponent;
} te_lstm_gate;

/* From the record LstmParams. Element [batch b][time t] of input and output is vector b * batchStep + t * timeStep.
 * outputState[batches * cells] and cellState[batches * cells] are read and written. */
typedef struct {
    int32_t batches, steps, features, cells;
    int32_t batchStep, timeStep; /* batch-major: steps, 1; time-major: 1, batches */
    int32_t inZeroPoint, outZeroPoint;
    te_lstm_gate gates[4]; /* input, forget, cell, output */
    int32_t forgetMultiplier, forgetExponent;
    int32_t inputMultiplier, inputExponent;
    int32_t outputMultiplier, outputExponent;
    int32_t tanhMultiplier, tanhShift; /* CellTanh: Multiplier, RightShift */
    int32_t cellClip;                  /* 0: none */
} te_lstm_params;

#endif
