#include <string.h>

#include "te_test.h"

typedef void kernel(int8_t *, const int8_t *const *, int32_t, int32_t, const te_conv2d_s8_params *, void *);

#define TE_ONLY_conv2d_s8 TE_PROBE
#include "te_test_table.h"

/* The model's tensors, before packing: weights OHWI. */
typedef struct {
    int32_t height, strideY, dilationY, padTop, y;
    int32_t outZeroPoint;
    int8_t weights[40][600];
    te_test_channel channel[40];
    te_test_clamp clamp;
} model;

static model m;

static int64_t reference(const te_conv2d_s8_params *p, const te_test_rows *in, int32_t x, int32_t oc)
{
    const int32_t groupIn = p->inChannels / p->groups, groupOut = p->outChannels / p->groups;
    int64_t acc = m.channel[oc].bias;
    for (int32_t ic = 0; ic < groupIn; ic++)
        for (int32_t kx = 0; kx < p->kernelWidth; kx++)
            for (int32_t ky = 0; ky < p->kernelHeight; ky++) {
                const int32_t iy = m.y * m.strideY - m.padTop + ky * m.dilationY;
                const int32_t ix = x * p->strideX - p->padLeft + kx * p->dilationX;
                if (iy < 0 || iy >= m.height || ix < 0 || ix >= p->inWidth)
                    continue;
                const int32_t w = m.weights[oc][(ky * p->kernelWidth + kx) * groupIn + ic];
                acc += (int64_t)(*te_test_at(in, iy, ix, oc / groupOut * groupIn + ic) - p->inZeroPoint) * w;
            }
    return acc;
}

void te_test_conv2d(void)
{
    const size_t k = te_test_random() / 16u % (sizeof kernels / sizeof kernels[0]);
    te_conv2d_s8_params p;
    te_test_rows in, out;
    const int8_t *rows[TE_TEST_MAX_ROWS];
    memset(&p, 0, sizeof p);
    te_test_pool_reset();

    p.groups = !kernels[k].dsp && te_test_one_in(3) ? te_test_range(1, 4) : 1;
    p.kernelHeight = te_test_range(1, te_test_one_in(4) ? 7 : 3);
    p.kernelWidth = te_test_range(1, te_test_one_in(4) ? 7 : 3);
    const int32_t groupIn = te_test_range(1, p.groups > 1 ? 4 : p.kernelHeight * p.kernelWidth > 9 ? 9 : 17);
    p.inChannels = groupIn * p.groups;
    p.outChannels = te_test_range(1, p.groups > 1 ? 4 : 17) * p.groups;
    p.strideX = te_test_range(1, 3);
    p.dilationX = te_test_one_in(3) ? te_test_range(2, 3) : 1;
    p.inWidth = te_test_range(1, te_test_one_in(5) ? 24 : 9);
    p.padLeft = te_test_range(0, (p.kernelWidth - 1) * p.dilationX);
    p.inZeroPoint = te_test_zero_point();
    m.height = te_test_range(1, 7);
    m.strideY = te_test_range(1, 3);
    m.dilationY = te_test_range(1, 2);
    m.padTop = te_test_range(0, (p.kernelHeight - 1) * m.dilationY);
    m.y = te_test_range(0, (m.height + m.padTop - 1) / m.strideY);
    m.outZeroPoint = te_test_zero_point();
    m.clamp = te_test_make_clamp();
    p.clampMin = m.clamp.min;
    p.clampMax = m.clamp.max;

    const int32_t depth = p.kernelHeight * p.kernelWidth * groupIn, depth4 = TE_CEIL4(depth);
    int8_t *weights = te_test_alloc(TE_OC2C4_BYTES(p.outChannels, depth), 4, 0);
    te_requant *requant = te_test_alloc(p.outChannels * (int32_t)sizeof *requant, 4, 0);
    memset(weights, 0, (size_t)TE_OC2C4_BYTES(p.outChannels, depth));
    for (int32_t oc = 0; oc < p.outChannels; oc++) {
        int32_t sum = 0;
        for (int32_t i = 0; i < depth; i++) {
            m.weights[oc][i] = te_test_code();
            sum += m.weights[oc][i];
            weights[oc / 2 * 2 * depth4 + i / 4 * 8 + oc % 2 * 4 + i % 4] = m.weights[oc][i];
        }
        m.channel[oc] = te_test_make_channel(depth * 4000, kernels[k].anyshift);
        requant[oc] = te_test_encode(m.channel[oc], m.channel[oc].bias - p.inZeroPoint * sum, m.outZeroPoint, kernels[k].anyshift);
    }
    p.weights = weights;
    p.requant = requant;

    const int32_t outWidth = (p.inWidth + p.padLeft - 1) / p.strideX + 1;
    const int32_t x0 = te_test_range(0, outWidth - 1);
    const int32_t x1 = te_test_one_in(2) ? outWidth : te_test_range(x0 + 1, outWidth);
    const te_test_columns read = te_test_window_columns(x0, x1, p.strideX, p.padLeft, (p.kernelWidth - 1) * p.dilationX + 1, p.inWidth);
    te_test_layout_tile(&in, te_test_range(0, TE_TEST_LAYOUTS - 1), read.first, read.last, p.inChannels);
    te_test_layout(&out, te_test_range(0, TE_TEST_LAYOUTS - 1), x1 - x0, p.outChannels);
    te_test_place(&in, m.height, 0);
    te_test_place(&out, 1, 0);
    p.in = in.layout;
    p.out = out.layout;
    for (int32_t ky = 0; ky < p.kernelHeight; ky++) {
        const int32_t iy = m.y * m.strideY - m.padTop + ky * m.dilationY;
        rows[ky] = iy < 0 || iy >= m.height ? NULL : in.row[iy];
    }
    const te_test_sizes sizes = {.depth = depth, .ic = p.inChannels, .columns = x1 - x0};
    void *scratch = te_test_scratch(kernels[k].scratch(&sizes));

    te_test_describe(kernels[k].name,
                     "h%ld w%ld c%ld oc%ld g%ld k%ldx%ld s%ld d%ld pad%ld "
                     "x[%ld,%ld) in{%ld,%ld} out{%ld,%ld}",
                     (long)m.height, (long)p.inWidth, (long)p.inChannels, (long)p.outChannels, (long)p.groups, (long)p.kernelHeight,
                     (long)p.kernelWidth, (long)p.strideX, (long)p.dilationX, (long)p.padLeft, (long)x0, (long)x1, (long)p.in.pixel,
                     (long)p.in.channel, (long)p.out.pixel, (long)p.out.channel);
    te_test_seal();
    for (int32_t x = x0; x < x1; x++)
        for (int32_t oc = 0; oc < p.outChannels; oc++)
            te_test_expect_s8(te_test_at(&out, 0, x - x0, oc),
                              te_test_finish(reference(&p, &in, x, oc), m.channel[oc], m.outZeroPoint, m.clamp));
    kernels[k].run(out.row[0], rows, x0, x1, &p, scratch);
    te_test_check();
}
