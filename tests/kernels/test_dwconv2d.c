#include <string.h>

#include "te_test.h"

typedef void kernel(int8_t *, const int8_t *const *, int32_t, int32_t, const te_dwconv2d_s8_params *, void *);

#define TE_ONLY_dwconv2d_s8 TE_PROBE
#include "te_test_table.h"

#define MAX_C 51

#define MAX_TAPS 81

static te_test_channel channel[MAX_C];
static int8_t model[MAX_C][MAX_TAPS];

typedef struct {
    int32_t height, strideY, dilationY, padTop, y;
} vertical;

static int64_t reference(const te_dwconv2d_s8_params *p, const te_test_rows *in, const vertical *v, int32_t x, int32_t c)
{
    int64_t acc = channel[c].bias;
    for (int32_t kx = 0; kx < p->kernelWidth; kx++)
        for (int32_t ky = 0; ky < p->kernelHeight; ky++) {
            const int32_t iy = v->y * v->strideY - v->padTop + ky * v->dilationY;
            const int32_t ix = x * p->strideX - p->padLeft + kx * p->dilationX;
            if (iy < 0 || iy >= v->height || ix < 0 || ix >= p->inWidth)
                continue;
            const int32_t w = model[c][ky * p->kernelWidth + kx];
            acc += (int64_t)(*te_test_at(in, iy, ix, c / p->multiplier) - p->inZeroPoint) * w;
        }
    return acc;
}

/* The model's weights as CHW, or as C4HW4. */
static const int8_t *pack(int32_t channels, int32_t taps, int inside, int32_t tail)
{
    int8_t *packed = inside ? te_test_alloc(TE_CEIL4(channels) * taps, 4, tail) : te_test_alloc(channels * taps, 1, tail);
    if (inside)
        memset(packed, 0, (size_t)(TE_CEIL4(channels) * taps));
    for (int32_t c = 0; c < channels; c++)
        for (int32_t i = 0; i < taps; i++)
            packed[inside ? (c / 4 * taps + i) * 4 + c % 4 : c * taps + i] = model[c][i];
    return packed;
}

/* Lets the output row be a row of the window (PLANAR_ROW), if there is any. */
static void overwrite(const te_test_rows *in, te_test_rows *out, const int8_t *const *rows, int32_t height, int32_t kernelHeight)
{
    const int8_t *row = rows[te_test_range(0, kernelHeight - 1)];
    for (int32_t ky = 0; row == NULL && ky < kernelHeight; ky++)
        row = rows[ky];
    for (int32_t iy = 0; row != NULL && iy < height; iy++)
        if (in->row[iy] == row) {
            out->row[0] = in->row[iy];
            out->layout = in->layout;
        }
}

static void run_case(int inPlace)
{
    const size_t k = te_test_random() / 16u % (sizeof kernels / sizeof kernels[0]);
    const te_test_special made = kernels[k].special;
    const int inside = made.kind == TE_TEST_KIND_INSIDE, padded = made.kind == TE_TEST_KIND_PADDED;
    const int half = padded && made.stride == 2; /* half as many outputs as inputs */
    const int32_t special = made.size, pad = made.pad;
    te_dwconv2d_s8_params p;
    te_test_rows in, out;
    vertical v;
    const int8_t *rows[TE_TEST_MAX_ROWS];
    memset(&p, 0, sizeof p);
    te_test_pool_reset();
    if (inside && inPlace)
        return;

    p.kernelHeight = special ? special : te_test_range(1, te_test_one_in(4) ? 9 : 4);
    p.kernelWidth = special ? special : te_test_range(1, te_test_one_in(4) ? 9 : 4);
    p.multiplier = special || inside || inPlace || !te_test_one_in(3) ? 1 : te_test_range(2, 3);
    p.inChannels = te_test_range(1, 17);
    p.strideX = special ? made.stride : te_test_range(1, 3);
    p.dilationX = !special && te_test_one_in(3) ? te_test_range(2, 3) : 1;
    const int32_t span = (p.kernelWidth - 1) * p.dilationX + 1;
    const int valid = !padded && te_test_one_in(3); /* no padding */
    p.inWidth = valid  ? te_test_range(span, 30)
                : half ? 2 * te_test_range(5, te_test_one_in(3) ? 15 : 9)
                       : te_test_range(padded ? 4 + pad : 1, te_test_one_in(3) ? 30 : 9 + (padded ? pad : 0));
    p.padLeft = valid ? 0 : padded ? pad : te_test_range(0, span - 1);
    p.inZeroPoint = te_test_zero_point();
    v.height = valid ? p.kernelHeight : te_test_range(1, 9);
    v.strideY = te_test_range(1, 3);
    v.dilationY = valid ? 1 : te_test_range(1, 2);
    v.padTop = valid ? 0 : te_test_range(0, (p.kernelHeight - 1) * v.dilationY);
    v.y = valid ? 0 : te_test_range(0, (v.height + v.padTop - 1) / v.strideY);
    const int32_t outZeroPoint = te_test_zero_point();
    const te_test_clamp clamp = te_test_make_clamp();
    p.clampMin = clamp.min;
    p.clampMax = clamp.max;

    const int32_t channels = p.inChannels * p.multiplier, taps = p.kernelHeight * p.kernelWidth;
    te_requant *requant = te_test_alloc(channels * (int32_t)sizeof *requant, 4, 0);
    for (int32_t c = 0; c < channels; c++) {
        int32_t sum = 0;
        for (int32_t i = 0; i < taps; i++) {
            model[c][i] = te_test_code();
            sum += model[c][i];
        }
        channel[c] = te_test_make_channel(taps * 4000, kernels[k].anyshift);
        requant[c] = te_test_encode(channel[c], channel[c].bias - (inside ? 0 : p.inZeroPoint * sum), outZeroPoint, kernels[k].anyshift);
    }
    p.weights = pack(channels, taps, inside, kernels[k].tail);
    p.requant = requant;

    int32_t outWidth = (valid ? p.inWidth - span : p.inWidth + p.padLeft - 1) / p.strideX + 1;
    if (half)
        outWidth = p.inWidth / 2;
    if (inPlace || padded)
        outWidth = outWidth < p.inWidth ? outWidth : p.inWidth;
    const int whole = inPlace || padded;
    const int32_t x0 = whole || te_test_one_in(2) ? 0 : te_test_range(0, outWidth - 1);
    const int32_t x1 = whole || te_test_one_in(2) ? outWidth : te_test_range(x0 + 1, outWidth);
    const te_test_columns read = te_test_window_columns(x0, x1, p.strideX, p.padLeft, span, p.inWidth);
    const int32_t last = TE_TEST_CHANNEL_LAST_GAP, kinds = inside ? last : TE_TEST_LAYOUTS - 1;
    const int planar = !inside && (whole || te_test_one_in(2));
    te_test_layout_tile(&in, planar ? TE_TEST_PLANAR : te_test_range(0, kinds), whole ? 0 : read.first, whole ? p.inWidth : read.last,
                        p.inChannels);
    te_test_layout(&out, te_test_range(0, kinds), x1 - x0, channels);
    te_test_place(&in, v.height, kernels[k].slack);
    te_test_place(&out, 1, 0);
    for (int32_t ky = 0; ky < p.kernelHeight; ky++) {
        const int32_t iy = v.y * v.strideY - v.padTop + ky * v.dilationY;
        rows[ky] = iy < 0 || iy >= v.height ? NULL : in.row[iy];
    }
    if (inPlace)
        overwrite(&in, &out, rows, v.height, p.kernelHeight);
    p.in = in.layout;
    p.out = out.layout;
    const te_test_sizes sizes = {.kh = p.kernelHeight,
                                 .kw = p.kernelWidth,
                                 .stride = p.strideX,
                                 .dilation = p.dilationX,
                                 .columns = x1 - x0,
                                 .width = p.inWidth,
                                 .lanes = p.in.pixel == 1 ? 1 : 4};
    void *scratch = kernels[k].dsp || inPlace ? te_test_scratch(kernels[k].scratch(&sizes)) : NULL;

    te_test_describe(kernels[k].name, "h%ld w%ld c%ld m%ld k%ldx%ld s%ld d%ld pad%ld x[%ld,%ld) in{%ld,%ld} out{%ld,%ld}%s", (long)v.height,
                     (long)p.inWidth, (long)p.inChannels, (long)p.multiplier, (long)p.kernelHeight, (long)p.kernelWidth, (long)p.strideX,
                     (long)p.dilationX, (long)p.padLeft, (long)x0, (long)x1, (long)p.in.pixel, (long)p.in.channel, (long)p.out.pixel,
                     (long)p.out.channel, inPlace ? " in place" : "");
    te_test_seal();
    for (int32_t x = x0; x < x1; x++)
        for (int32_t c = 0; c < channels; c++)
            te_test_expect_s8(te_test_at(&out, 0, x - x0, c),
                              te_test_finish(reference(&p, &in, &v, x, c), channel[c], outZeroPoint, clamp));
    kernels[k].run(out.row[0], rows, x0, x1, &p, scratch);
    te_test_check();
}

void te_test_dwconv2d(void)
{
    run_case(0);
}

/* The output row lies over a row of the window. */
void te_test_dwconv2d_in_place(void)
{
    run_case(1);
}
