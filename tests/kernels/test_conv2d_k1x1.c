#include <string.h>

#include "te_test.h"

typedef void kernel(int8_t *, const int8_t *const *, int32_t, int32_t, const te_conv2d_s8_k1x1_params *, void *);

#define TE_ONLY_conv2d_k1x1_s8 TE_PROBE
#include "te_test_table.h"

#define MAX_IC 80
#define MAX_OC 20

static int8_t model[MAX_OC][MAX_IC];
static te_test_channel channel[MAX_OC];

void te_test_conv2d_k1x1(void)
{
    const size_t k = te_test_random() / 16u % (sizeof kernels / sizeof kernels[0]);
    te_conv2d_s8_k1x1_params p;
    te_test_rows in, out;
    memset(&p, 0, sizeof p);
    te_test_pool_reset();

    const int32_t width = te_test_range(1, te_test_one_in(4) ? 20 : 9);
    const int32_t x0 = te_test_range(0, width - 1);
    const int32_t x1 = te_test_one_in(2) ? width : te_test_range(x0 + 1, width);
    const int32_t inZeroPoint = te_test_zero_point(), outZeroPoint = te_test_zero_point();
    const te_test_clamp clamp = te_test_make_clamp();
    p.inChannels = te_test_range(1, te_test_one_in(4) ? MAX_IC : 17);
    p.outChannels = te_test_range(1, MAX_OC);
    p.clampMin = clamp.min;
    p.clampMax = clamp.max;

    const int32_t depth4 = TE_CEIL4(p.inChannels);
    int8_t *weights = te_test_alloc(TE_OC2C4_BYTES(p.outChannels, p.inChannels), 4, 0);
    te_requant *requant = te_test_alloc(p.outChannels * (int32_t)sizeof *requant, 4, 0);
    memset(weights, 0, (size_t)TE_OC2C4_BYTES(p.outChannels, p.inChannels));
    for (int32_t oc = 0; oc < p.outChannels; oc++) {
        int32_t sum = 0;
        for (int32_t i = 0; i < p.inChannels; i++) {
            model[oc][i] = te_test_code();
            sum += model[oc][i];
            weights[oc / 2 * 2 * depth4 + i / 4 * 8 + oc % 2 * 4 + i % 4] = model[oc][i];
        }
        channel[oc] = te_test_make_channel(p.inChannels * 4000, kernels[k].anyshift);
        requant[oc] = te_test_encode(channel[oc], channel[oc].bias - inZeroPoint * sum, outZeroPoint, kernels[k].anyshift);
    }
    p.weights = weights;
    p.requant = requant;

    te_test_layout_tile(&in, te_test_range(0, TE_TEST_LAYOUTS - 1), x0, x1, p.inChannels);
    te_test_layout(&out, te_test_range(0, TE_TEST_LAYOUTS - 1), x1 - x0, p.outChannels);
    te_test_place(&in, 1, 0);
    te_test_place(&out, 1, 0);
    p.in = in.layout;
    p.out = out.layout;
    int8_t *to = out.row[0];
    const int inPlace = p.in.channel == 1 && p.out.channel == 1 && p.outChannels <= p.inChannels && te_test_one_in(2);
    if (inPlace) {
        to = in.row[0] + x0 * p.in.pixel;
        p.out.pixel = p.in.pixel;
    }
    const te_test_sizes sizes = {.ic = p.inChannels, .columns = x1 - x0};
    void *scratch = te_test_scratch(kernels[k].scratch(&sizes));

    te_test_describe(kernels[k].name, "w%ld c%ld oc%ld x[%ld,%ld) in{%ld,%ld} out{%ld,%ld}%s", (long)width, (long)p.inChannels,
                     (long)p.outChannels, (long)x0, (long)x1, (long)p.in.pixel, (long)p.in.channel, (long)p.out.pixel, (long)p.out.channel,
                     inPlace ? " in place" : "");
    te_test_seal();
    for (int32_t x = x0; x < x1; x++)
        for (int32_t oc = 0; oc < p.outChannels; oc++) {
            int64_t acc = channel[oc].bias;
            for (int32_t ic = 0; ic < p.inChannels; ic++)
                acc += (int64_t)(*te_test_at(&in, 0, x, ic) - inZeroPoint) * model[oc][ic];
            te_test_expect_s8(to + (x - x0) * p.out.pixel + oc * p.out.channel, te_test_finish(acc, channel[oc], outZeroPoint, clamp));
        }
    const int8_t *rows[1] = {in.row[0]};
    kernels[k].run(to, rows, x0, x1, &p, scratch);
    te_test_check();
}
