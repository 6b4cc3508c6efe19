#include <string.h>

#include "te_test.h"

static int8_t *random_codes(int32_t count)
{
    int8_t *p = te_test_alloc(count, 1, 0);
    for (int32_t i = 0; i < count; i++)
        p[i] = te_test_code();
    return p;
}

static int32_t *random_bias(int32_t count, int32_t magnitude)
{
    int32_t *p = te_test_alloc(count * 4, 4, 0);
    for (int32_t i = 0; i < count; i++)
        p[i] = te_test_range(-magnitude, magnitude);
    return p;
}

static void factor(int32_t *multiplier, int32_t *exponent, int32_t lo, int32_t hi)
{
    *multiplier = (int32_t)(te_test_random() >> 2 | 1u << 30);
    *exponent = te_test_range(lo, hi);
}

void te_test_svdf(void)
{
    const int wide = te_test_one_in(2);
    const int32_t bytes = wide ? 2 : 1;
    const te_test_clamp range = {wide ? -32768 : -128, wide ? 32767 : 127}, full = {-128, 127};
    te_svdf_params p;
    te_test_pool_reset();
    p.inputs = te_test_range(1, 20);
    p.units = te_test_range(1, 6);
    p.rank = te_test_range(1, 3);
    p.memory = te_test_range(1, 8);
    p.inZeroPoint = te_test_zero_point();
    p.outZeroPoint = te_test_zero_point();
    p.stateZeroPoint = wide ? 0 : te_test_zero_point();
    factor(&p.featureMultiplier, &p.featureExponent, wide ? -3 : -10, 2);
    factor(&p.timeMultiplier, &p.timeExponent, wide ? -24 : -10, -4);
    const int32_t filters = p.units * p.rank;
    p.features = random_codes(filters * p.inputs);
    p.bias = te_test_one_in(3) ? NULL : random_bias(p.units, 100000);
    int8_t *in = random_codes(p.inputs), *out = te_test_alloc(p.units, 1, 0);
    void *state = te_test_alloc(filters * p.memory * bytes, bytes, 0), *times = te_test_alloc(filters * p.memory * bytes, bytes, 0);
    for (int32_t i = 0; i < filters * p.memory; i++) {
        if (wide) {
            ((int16_t *)state)[i] = te_test_code_s16();
            ((int16_t *)times)[i] = te_test_code_s16();
        } else {
            ((int8_t *)state)[i] = te_test_code();
            ((int8_t *)times)[i] = te_test_code();
        }
    }
    p.times = times;
    te_test_describe(wide ? "te_svdf_s8s16__c99" : "te_svdf_s8s8__c99", "%ld to %ld rank %ld memory %ld", (long)p.inputs, (long)p.units,
                     (long)p.rank, (long)p.memory);
    te_test_seal();
    for (int32_t unit = 0; unit < p.units; unit++) {
        int64_t sum = p.bias == NULL ? 0 : p.bias[unit];
        for (int32_t i = unit * p.rank * p.memory; i < (unit + 1) * p.rank * p.memory; i++) {
            const int32_t filter = i / p.memory, slot = i % p.memory;
            int64_t acc = 0;
            for (int32_t k = 0; k < p.inputs; k++)
                acc += (int64_t)(in[k] - p.inZeroPoint) * p.features[filter * p.inputs + k];
            int32_t v = te_test_limit(te_test_rescale(acc, p.featureMultiplier, p.featureExponent), range) + p.stateZeroPoint;
            if (slot < p.memory - 1)
                v = wide ? ((int16_t *)state)[i + 1] : ((int8_t *)state)[i + 1];
            v = wide ? (int16_t)v : (int8_t)v;
            sum += (int64_t)(v - p.stateZeroPoint) * (wide ? ((int16_t *)times)[i] : ((int8_t *)times)[i]);
            if (wide)
                te_test_expect_s16((int16_t *)state + i, v);
            else
                te_test_expect_s8((int8_t *)state + i, v);
        }
        const int32_t v = te_test_rescale((int32_t)(uint32_t)(uint64_t)sum, p.timeMultiplier, p.timeExponent);
        te_test_expect_s8(out + unit, te_test_limit((int64_t)v + p.outZeroPoint, full));
    }
    if (wide)
        te_svdf_s8s16__c99(out, in, state, &p);
    else
        te_svdf_s8s8__c99(out, in, state, &p);
    te_test_check();
}

enum { MAX_CELLS = 8, MAX_VECTORS = 12 };

static te_lstm_params lstm;
static int8_t output[MAX_VECTORS][MAX_CELLS];
static int8_t outputState[3][MAX_CELLS];
static int16_t cellState[3][MAX_CELLS];

/* The activations have tests of their own. */
static int32_t logistic(int32_t v)
{
    const te_activation_s16_params p = {3, 0};
    const int16_t in = (int16_t)v;
    int16_t out;
    te_logistic_s16__c99(&out, &in, 1, &p);
    return out;
}

static int32_t tanh16(int32_t v, int32_t multiplier, int32_t shift)
{
    const te_activation_s16_params p = {multiplier, shift};
    const int16_t in = (int16_t)v;
    int16_t out;
    te_tanh_s16__c99(&out, &in, 1, &p);
    return out;
}

static int32_t rescale16(int64_t v, int32_t multiplier, int32_t exponent)
{
    const te_test_clamp range = {-32768, 32767};
    return te_test_limit(te_test_rescale(v, multiplier, exponent), range);
}

static int32_t gate(int32_t index, const int8_t *in, int32_t batch, int32_t cell)
{
    const te_test_clamp range = {-32768, 32767};
    const te_lstm_gate *g = lstm.gates + index;
    int64_t a = g->bias[cell], b = 0;
    for (int32_t k = 0; k < lstm.features; k++)
        a += (int64_t)(in[k] - lstm.inZeroPoint) * g->inputWeights[cell * lstm.features + k];
    for (int32_t k = 0; k < lstm.cells; k++)
        b += (int64_t)(outputState[batch][k] - lstm.outZeroPoint) * g->recurrentWeights[cell * lstm.cells + k];
    return te_test_limit(rescale16(a, g->inputMultiplier, g->inputExponent) + rescale16(b, g->recurrentMultiplier, g->recurrentExponent),
                         range);
}

static void step(const int8_t *in, int32_t batch, int8_t *out)
{
    const te_test_clamp range = {-32768, 32767}, full = {-128, 127};
    for (int32_t cell = 0; cell < lstm.cells; cell++) {
        const int32_t input = logistic(gate(0, in, batch, cell)), forget = logistic(gate(1, in, batch, cell));
        const int32_t candidate = tanh16(gate(2, in, batch, cell), 3, 0);
        const int32_t kept = rescale16((int64_t)forget * cellState[batch][cell], lstm.forgetMultiplier, lstm.forgetExponent);
        const int32_t added = rescale16((int64_t)input * candidate, lstm.inputMultiplier, lstm.inputExponent);
        int32_t next = te_test_limit(kept + added, range);
        const te_test_clamp clip = {-lstm.cellClip, lstm.cellClip};
        next = lstm.cellClip > 0 ? te_test_limit(next, clip) : next;
        cellState[batch][cell] = (int16_t)next;
        const int32_t product = logistic(gate(3, in, batch, cell)) * tanh16(next, lstm.tanhMultiplier, lstm.tanhShift);
        out[cell] =
            (int8_t)te_test_limit((int64_t)te_test_rescale(product, lstm.outputMultiplier, lstm.outputExponent) + lstm.outZeroPoint, full);
    }
    memcpy(outputState[batch], out, (size_t)lstm.cells);
}

void te_test_lstm(void)
{
    const int timeMajor = te_test_one_in(2);
    te_test_pool_reset();
    lstm.batches = te_test_range(1, 3);
    lstm.steps = te_test_range(1, 4);
    lstm.features = te_test_range(1, 8);
    lstm.cells = te_test_range(1, MAX_CELLS);
    lstm.batchStep = timeMajor ? 1 : lstm.steps;
    lstm.timeStep = timeMajor ? lstm.batches : 1;
    lstm.inZeroPoint = te_test_zero_point();
    lstm.outZeroPoint = te_test_zero_point();
    for (int32_t g = 0; g < 4; g++) {
        lstm.gates[g].inputWeights = random_codes(lstm.cells * lstm.features);
        lstm.gates[g].recurrentWeights = random_codes(lstm.cells * lstm.cells);
        lstm.gates[g].bias = random_bias(lstm.cells, 20000);
        factor(&lstm.gates[g].inputMultiplier, &lstm.gates[g].inputExponent, -6, 0);
        factor(&lstm.gates[g].recurrentMultiplier, &lstm.gates[g].recurrentExponent, -6, 0);
    }
    lstm.forgetMultiplier = 1 << 30;
    lstm.forgetExponent = -14;
    factor(&lstm.inputMultiplier, &lstm.inputExponent, -20, -14);
    factor(&lstm.outputMultiplier, &lstm.outputExponent, -23, -21);
    lstm.tanhMultiplier = 3 << te_test_range(0, 3);
    lstm.tanhShift = lstm.tanhMultiplier == 3 ? te_test_range(0, 4) : 0;
    lstm.cellClip = te_test_one_in(2) ? 0 : te_test_range(1000, 32767);
    const int32_t vectors = lstm.batches * lstm.steps, states = lstm.batches * lstm.cells;
    const int8_t *in = random_codes(vectors * lstm.features);
    int8_t *out = te_test_alloc(vectors * lstm.cells, 1, 0), *state = random_codes(states);
    int16_t *cells = te_test_alloc(states * 2, 2, 0);
    for (int32_t i = 0; i < states; i++) {
        cells[i] = te_test_code_s16();
        cellState[i / lstm.cells][i % lstm.cells] = cells[i];
        outputState[i / lstm.cells][i % lstm.cells] = state[i];
    }
    te_test_describe("te_lstm_s8__c99", "batches %ld steps %ld %ld to %ld%s", (long)lstm.batches, (long)lstm.steps, (long)lstm.features,
                     (long)lstm.cells, timeMajor ? " time-major" : "");
    te_test_seal();
    for (int32_t i = 0; i < vectors; i++) {
        const int32_t batch = i / lstm.steps, time = i % lstm.steps;
        const int32_t vector = timeMajor ? time * lstm.batches + batch : i;
        step(in + vector * lstm.features, batch, output[vector]);
        te_test_expect(out + vector * lstm.cells, output[vector], lstm.cells);
    }
    for (int32_t b = 0; b < lstm.batches; b++) {
        te_test_expect(state + b * lstm.cells, outputState[b], lstm.cells);
        te_test_expect(cells + b * lstm.cells, cellState[b], 2 * lstm.cells);
    }
    te_lstm_s8__c99(out, in, state, cells, &lstm);
    te_test_check();
}
