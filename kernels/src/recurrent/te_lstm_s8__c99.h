/* LSTM with 16-bit cell state. The new outputs of a step are written to `out` and become the output state when the step is done. */
#ifndef TE_LSTM_S8__C99_H
#define TE_LSTM_S8__C99_H

#include <string.h>

#include "te_activation_s16_body.h"
#include "te_recurrent.h"

enum { TE_LSTM_INPUT, TE_LSTM_FORGET, TE_LSTM_CELL, TE_LSTM_OUTPUT };

static int32_t te_lstm_s8_dot(int32_t acc, const int8_t *in, int32_t zeroPoint, const int8_t *w, int32_t depth)
{
    for (int32_t k = 0; k < depth; k++)
        acc = te_mac(acc, in[k] - zeroPoint, w[k]);
    return acc;
}

/* multiplier and exponent applied to v, to 16 bits. */
static int32_t te_lstm_s8_scale(int32_t v, int32_t multiplier, int32_t exponent)
{
    return te_saturate_s16(te_multiply_by_quantized_multiplier(v, multiplier, exponent));
}

/* Argument of a gate's activation, with 12 fraction bits. */
static int32_t te_lstm_s8_gate(const te_lstm_gate *g, const int8_t *in, const int8_t *previous, int32_t cell, const te_lstm_params *p)
{
    const int32_t a = te_lstm_s8_dot(g->bias[cell], in, p->inZeroPoint, g->inputWeights + cell * p->features, p->features);
    const int32_t b = te_lstm_s8_dot(0, previous, p->outZeroPoint, g->recurrentWeights + cell * p->cells, p->cells);
    return te_saturate_s16(te_lstm_s8_scale(a, g->inputMultiplier, g->inputExponent) +
                           te_lstm_s8_scale(b, g->recurrentMultiplier, g->recurrentExponent));
}

static int32_t te_lstm_s8_sigmoid(int32_t gate, const int8_t *in, const int8_t *previous, int32_t cell, const te_lstm_params *p)
{
    return te_logistic_s16_value(te_lstm_s8_gate(p->gates + gate, in, previous, cell, p), 3, 0);
}

static int16_t te_lstm_s8_next_cell(int32_t state, const int8_t *in, const int8_t *previous, int32_t cell, const te_lstm_params *p)
{
    const int32_t input = te_lstm_s8_sigmoid(TE_LSTM_INPUT, in, previous, cell, p);
    const int32_t forget = te_lstm_s8_sigmoid(TE_LSTM_FORGET, in, previous, cell, p);
    const int32_t candidate = te_tanh_s16_value(te_lstm_s8_gate(p->gates + TE_LSTM_CELL, in, previous, cell, p), 3, 0);
    const int32_t kept = te_lstm_s8_scale(forget * state, p->forgetMultiplier, p->forgetExponent);
    const int32_t added = te_lstm_s8_scale(input * candidate, p->inputMultiplier, p->inputExponent);
    const int32_t next = te_saturate_s16(kept + added);
    return (int16_t)(p->cellClip > 0 ? te_clamp(next, -p->cellClip, p->cellClip) : next);
}

static int8_t te_lstm_s8_next_output(int32_t state, const int8_t *in, const int8_t *previous, int32_t cell, const te_lstm_params *p)
{
    const int32_t gate = te_lstm_s8_sigmoid(TE_LSTM_OUTPUT, in, previous, cell, p);
    const int32_t product = gate * te_tanh_s16_value(state, p->tanhMultiplier, p->tanhShift);
    const int32_t v = te_multiply_by_quantized_multiplier(product, p->outputMultiplier, p->outputExponent);
    return (int8_t)te_ssat8(te_add_wrap(v, p->outZeroPoint));
}

void te_lstm_s8__c99(int8_t *out, const int8_t *in, int8_t *outputState, int16_t *cellState, const te_lstm_params *p)
{
    TE_COUNT_MACS((int64_t)p->batches * p->steps * 4 * p->cells * (p->features + p->cells));
    for (int32_t b = 0; b < p->batches; b++, outputState += p->cells, cellState += p->cells) {
        for (int32_t t = 0; t < p->steps; t++) {
            const int32_t position = b * p->batchStep + t * p->timeStep;
            const int8_t *from = in + position * p->features;
            int8_t *to = out + position * p->cells;
            for (int32_t cell = 0; cell < p->cells; cell++) {
                cellState[cell] = te_lstm_s8_next_cell(cellState[cell], from, outputState, cell, p);
                to[cell] = te_lstm_s8_next_output(cellState[cell], from, outputState, cell, p);
            }
            memcpy(outputState, to, (size_t)p->cells);
        }
    }
}

#endif
