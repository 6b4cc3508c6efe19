#include <string.h>

#include "te_test.h"

typedef void kernel(int8_t *, const int8_t *, const te_fully_connected_s8_params *, void *);

#define TE_ONLY_fully_connected_s8 TE_PROBE
#include "te_test_table.h"

/* Rows upwards or downwards. */
static void run_rows(int8_t *out, const int8_t *in, int32_t height, int32_t row, const te_fully_connected_s8_params *p, int32_t *sums,
                     int dsp, int anyshift)
{
    const int climbs = te_test_one_in(2);
    te_test_uses("te_fully_connected_s8_begin__c99");
    te_test_uses(anyshift ? "te_fully_connected_s8_finish_anyshift__c99" : "te_fully_connected_s8_finish__c99");
    te_fully_connected_s8_begin__c99(sums, p);
    for (int32_t n = 0; n < height; n++) {
        const int32_t y = climbs ? height - 1 - n : n;
        const int8_t *const rows[1] = {in + y * row};
        (dsp ? te_fully_connected_s8_rows__dsp : te_fully_connected_s8_rows__c99)(sums, rows, y * row, (y + 1) * row, p, NULL);
    }
    (anyshift ? te_fully_connected_s8_finish_anyshift__c99 : te_fully_connected_s8_finish__c99)(out, sums, p);
}

void te_test_fully_connected(void)
{
    const int byRows = te_test_one_in(3), dsp = te_test_one_in(2);
    const size_t k = te_test_random() / 16u % (sizeof kernels / sizeof kernels[0]);
    te_fully_connected_s8_params p;
    te_test_pool_reset();
    const int32_t inZeroPoint = te_test_zero_point(), outZeroPoint = te_test_zero_point();
    const te_test_clamp clamp = te_test_make_clamp();
    p.inChannels = te_test_range(1, te_test_one_in(3) ? 150 : 17);
    p.outChannels = te_test_range(1, 17);
    const int32_t height = te_test_range(1, 5), row = te_test_range(1, 6) * (dsp ? 4 : 1);
    if (byRows)
        p.inChannels = height * row;
    p.clampMin = clamp.min;
    p.clampMax = clamp.max;
    const int32_t depth4 = TE_CEIL4(p.inChannels);
    int8_t *weights = te_test_alloc(TE_OC2C4_BYTES(p.outChannels, p.inChannels), 4, 0);
    te_requant *requant = te_test_alloc(p.outChannels * (int32_t)sizeof *requant, 4, 0);
    int8_t *in = te_test_alloc(p.inChannels, 1, 0);
    int8_t *out = te_test_alloc(p.outChannels, 1, 0);
    const te_test_sizes sizes = {.ic = p.inChannels};
    void *scratch = te_test_scratch(byRows ? TE_FULLY_CONNECTED_S8_SUMS_BYTES(p.outChannels) : kernels[k].scratch(&sizes));
    p.weights = weights;
    p.requant = requant;
    memset(weights, 0, (size_t)TE_OC2C4_BYTES(p.outChannels, p.inChannels));
    for (int32_t ic = 0; ic < p.inChannels; ic++)
        in[ic] = te_test_code();
    int8_t expected[17];
    for (int32_t oc = 0; oc < p.outChannels; oc++) {
        const te_test_channel c = te_test_make_channel(p.inChannels * 4000, kernels[k].anyshift);
        int32_t sum = 0;
        int64_t acc = c.bias;
        for (int32_t ic = 0; ic < p.inChannels; ic++) {
            const int8_t w = te_test_code();
            weights[oc / 2 * 2 * depth4 + ic / 4 * 8 + oc % 2 * 4 + ic % 4] = w;
            sum += w;
            acc += (in[ic] - inZeroPoint) * w;
        }
        requant[oc] = te_test_encode(c, c.bias - inZeroPoint * sum, outZeroPoint, kernels[k].anyshift);
        expected[oc] = (int8_t)te_test_finish(acc, c, outZeroPoint, clamp);
    }
    if (byRows)
        te_test_describe(dsp ? "te_fully_connected_s8_rows__dsp" : "te_fully_connected_s8_rows__c99", "h%ld row%ld oc%ld", (long)height,
                         (long)row, (long)p.outChannels);
    else
        te_test_describe(kernels[k].name, "c%ld oc%ld", (long)p.inChannels, (long)p.outChannels);
    te_test_seal();
    te_test_expect(out, expected, p.outChannels);
    if (byRows)
        run_rows(out, in, height, row, &p, scratch, dsp, kernels[k].anyshift);
    else
        kernels[k].run(out, in, &p, scratch);
    te_test_check();
}

/* Weights that are another activation, or have a zero point. */
void te_test_fully_connected_any(void)
{
    te_fully_connected_any_s8_params p;
    te_test_pool_reset();
    const te_test_clamp clamp = te_test_make_clamp();
    const int hasBias = te_test_one_in(2);
    p.vectors = te_test_range(1, 4);
    p.inChannels = te_test_range(1, te_test_one_in(3) ? 150 : 17);
    p.outChannels = te_test_range(1, 9);
    p.inZeroPoint = te_test_zero_point();
    p.weightZeroPoint = te_test_zero_point();
    p.outZeroPoint = te_test_zero_point();
    p.clampMin = clamp.min;
    p.clampMax = clamp.max;
    te_test_channel channel = te_test_make_channel(p.inChannels * 8000, 1);
    p.multiplier = channel.multiplier;
    p.exponent = channel.exponent;
    int32_t *bias = te_test_alloc(p.outChannels * (int32_t)sizeof *bias, 4, 0);
    int8_t *in = te_test_alloc(p.vectors * p.inChannels, 1, 0), *weights = te_test_alloc(p.outChannels * p.inChannels, 1, 0);
    int8_t *out = te_test_alloc(p.vectors * p.outChannels, 1, 0);
    p.bias = hasBias ? bias : NULL;
    for (int32_t i = 0; i < p.vectors * p.inChannels; i++)
        in[i] = te_test_code();
    for (int32_t i = 0; i < p.outChannels * p.inChannels; i++)
        weights[i] = te_test_code();
    for (int32_t oc = 0; oc < p.outChannels; oc++)
        bias[oc] = te_test_range(-100000, 100000);
    te_test_describe("te_fully_connected_any_s8__c99", "%ld x c%ld oc%ld%s", (long)p.vectors, (long)p.inChannels, (long)p.outChannels,
                     hasBias ? " bias" : "");
    te_test_seal();
    for (int32_t i = 0; i < p.vectors * p.outChannels; i++) {
        const int32_t oc = i % p.outChannels;
        const int8_t *x = in + i / p.outChannels * p.inChannels;
        int64_t acc = hasBias ? bias[oc] : 0;
        for (int32_t ic = 0; ic < p.inChannels; ic++)
            acc += (x[ic] - p.inZeroPoint) * (weights[oc * p.inChannels + ic] - p.weightZeroPoint);
        te_test_expect_s8(out + i, te_test_finish(acc, channel, p.outZeroPoint, clamp));
    }
    te_fully_connected_any_s8__c99(out, in, weights, &p);
    te_test_check();
}
