/* Instructions per MAC (or per output element) of the dsp kernels on an
 * emulated board: one output row per call, calls repeated over enough rows,
 * everything of the call counted. */
#include <stdio.h>
#include <string.h>

#include "te_kernels.h"
#include "te_port.h"
#include "te_select.h"

#define REPEAT 8

/* Zero point 3, right shift by 8, in either encoding. */
#define FINISH (7 * (1 << 23) + 24 - 8)
#define FINISH_ANYSHIFT (3 * 256 + (-8 & 255))

static int8_t input[256 * 1024], output[256 * 1024], weights[640 * 1024];
static te_requant requant[2048];
static uint32_t scratch[16 * 1024];
static uint32_t randomState = 1;

static uint32_t next(void)
{
    randomState = randomState * 1664525u + 1013904223u;
    return randomState >> 8;
}

static void fill(int32_t channels)
{
    for (size_t i = 0; i < sizeof input; i++)
        input[i] = (int8_t)next();
    for (size_t i = 0; i < sizeof weights; i++)
        weights[i] = (int8_t)next();
    for (int32_t c = 0; c < channels; c++) {
        const te_requant r = {(int32_t)next() - (1 << 23), (int32_t)(next() | 1u << 30), FINISH};
        requant[c] = r;
    }
}

/* The same rows in either encoding. */
static void general(int32_t channels)
{
    for (int32_t c = 0; c < channels; c++) {
        requant[c].finish = FINISH_ANYSHIFT;
    }
}

static void fast(int32_t channels)
{
    for (int32_t c = 0; c < channels; c++) {
        requant[c].finish = FINISH;
    }
}

#define TE_BENCH_FAST(channels) fast(channels)
#define TE_BENCH_ANYSHIFT(channels) general(channels)

/* Marks for the plugin that estimates cycles (eng/cycles): what is measured, and where a line of the output ends. */
#define MEASURED_FROM __asm__ volatile("yield" ::: "memory")
#define MEASURED_TO __asm__ volatile("sev" ::: "memory")
#define LINE_ENDS __asm__ volatile("dbg #0" ::: "memory")

static void print(const char *kernel, const char *shape, uint64_t instructions, int64_t work, const char *unit)
{
    LINE_ENDS;
    printf("%-36s %-34s %8.3f /%s\n", kernel, shape, (double)instructions / ((double)work * REPEAT), unit);
}

#define MEASURE(call)                                   \
    ({                                                  \
        const uint64_t before = te_port_instructions(); \
        MEASURED_FROM;                                  \
        for (int i = 0; i < REPEAT; i++)                \
            call;                                       \
        MEASURED_TO;                                    \
        te_port_instructions() - before;                \
    })

static te_layout layout(int planar, int32_t width, int32_t channels)
{
    const te_layout last = {channels, 1}, rows = {1, width};
    return planar ? rows : last;
}

static void bench_k1x1(int32_t ic, int32_t oc, int32_t width, int planarOut, int planarIn)
{
    char shape[64];
    const int8_t *rows[1] = {input};
    const te_conv2d_s8_k1x1_params p = {layout(planarIn, width, ic), layout(planarOut, width, oc), ic, oc, -128, 127, weights, requant};
    snprintf(shape, sizeof shape, "w%ld %s%ld to %s%ld", (long)width, planarIn ? "planar " : "", (long)ic, planarOut ? "planar " : "",
             (long)oc);
    const int64_t macs = (int64_t)width * ic * oc;
#define TE_ONLY_conv2d_k1x1_s8_dsp TE_PROBE
#define TE_KERNEL(symbol, op, types, special, isa, encoding, ...)    \
    TE_WHEN(TE_ONLY_##op##_##types##_##isa, TE_BENCH_##encoding(oc); \
            print(#symbol, shape, MEASURE(symbol(output, rows, 0, width, &p, scratch)), macs, "MAC");)
#include "kernels.inc"
#undef TE_KERNEL
#undef TE_ONLY_conv2d_k1x1_s8_dsp
    fast(oc);
}

static void bench_conv(int32_t k, int32_t stride, int32_t ic, int32_t oc, int32_t outWidth)
{
    char shape[64];
    te_conv2d_s8_params p;
    const int8_t *rows[7];
    memset(&p, 0, sizeof p);
    p.inWidth = outWidth * stride;
    p.in = layout(0, p.inWidth, ic);
    p.out = layout(0, outWidth, oc);
    p.inChannels = ic;
    p.outChannels = oc;
    p.groups = p.dilationX = 1;
    p.kernelHeight = p.kernelWidth = k;
    p.strideX = stride;
    p.padLeft = (k - stride) / 2;
    p.clampMin = -128;
    p.clampMax = 127;
    p.weights = weights;
    p.requant = requant;
    for (int32_t ky = 0; ky < k; ky++)
        rows[ky] = input + ky * p.inWidth * ic;
    snprintf(shape, sizeof shape, "%ldx%ld s%ld w%ld %ld to %ld", (long)k, (long)k, (long)stride, (long)outWidth, (long)ic, (long)oc);
    const int64_t macs = (int64_t)outWidth * ic * oc * k * k;
#define TE_ONLY_conv2d_s8_dsp TE_PROBE
#define TE_KERNEL(symbol, op, types, special, isa, encoding, ...)    \
    TE_WHEN(TE_ONLY_##op##_##types##_##isa, TE_BENCH_##encoding(oc); \
            print(#symbol, shape, MEASURE(symbol(output, rows, 0, outWidth, &p, scratch)), macs, "MAC");)
#include "kernels.inc"
#undef TE_KERNEL
#undef TE_ONLY_conv2d_s8_dsp
    fast(oc);
}

enum { PLANAR, MARGIN, LAST };
static const char *const kinds[] = {"planar", "planar with margins", "channel-last"};

typedef void dw_kernel(int8_t *, const int8_t *const *, int32_t, int32_t, const te_dwconv2d_s8_params *, void *);

static void bench_dw_padded(const char *name, dw_kernel *run, int32_t k, int32_t stride, int32_t channels, int32_t outWidth, int kind,
                            int32_t padLeft)
{
    char shape[64];
    te_dwconv2d_s8_params p;
    const int8_t *rows[7];
    memset(&p, 0, sizeof p);
    p.inWidth = outWidth * stride + (kind == MARGIN ? k - stride : 0);
    p.in = layout(kind != LAST, p.inWidth, channels);
    p.out = layout(0, outWidth, channels);
    p.inChannels = channels;
    p.multiplier = p.dilationX = 1;
    p.kernelHeight = p.kernelWidth = k;
    p.strideX = stride;
    p.padLeft = padLeft;
    p.clampMin = -128;
    p.clampMax = 127;
    p.weights = weights;
    p.requant = requant;
    for (int32_t ky = 0; ky < k; ky++)
        rows[ky] = input + ky * p.inWidth * channels;
    snprintf(shape, sizeof shape, "w%ld c%ld %s", (long)outWidth, (long)channels, kinds[kind]);
    print(name, shape, MEASURE(run(output, rows, 0, outWidth, &p, scratch)), (int64_t)outWidth * channels * k * k, "MAC");
}

static void bench_dw(const char *name, dw_kernel *run, int32_t k, int32_t stride, int32_t channels, int32_t outWidth, int kind)
{
    bench_dw_padded(name, run, k, stride, channels, outWidth, kind, kind == MARGIN ? 0 : (k - stride + 1) / 2);
}

/* All rows of a small square map, most of which have rows outside it in their windows. */
static void bench_dw_map(const char *name, dw_kernel *run, int32_t k, int32_t stride, int32_t channels, int32_t width, int kind)
{
    char shape[64];
    te_dwconv2d_s8_params p;
    const int8_t *rows[7];
    uint64_t instructions = 0;
    const int32_t outWidth = (width + stride - 1) / stride, pad = (outWidth - 1) * stride + k - width;
    memset(&p, 0, sizeof p);
    p.inWidth = width;
    p.in = layout(kind != LAST, width, channels);
    p.out = layout(0, outWidth, channels);
    p.inChannels = channels;
    p.multiplier = p.dilationX = 1;
    p.kernelHeight = p.kernelWidth = k;
    p.strideX = stride;
    p.padLeft = pad > 0 ? pad / 2 : 0;
    p.clampMin = -128;
    p.clampMax = 127;
    p.weights = weights;
    p.requant = requant;
    for (int32_t y = 0; y < outWidth; y++) {
        for (int32_t ky = 0; ky < k; ky++) {
            const int32_t iy = y * stride - p.padLeft + ky;
            rows[ky] = iy < 0 || iy >= width ? NULL : input + iy * width * channels;
        }
        instructions += MEASURE(run(output, rows, 0, outWidth, &p, scratch));
    }
    snprintf(shape, sizeof shape, "map %ldx%ld %ldx%ld s%ld c%ld %s", (long)width, (long)width, (long)k, (long)k, (long)stride,
             (long)channels, kinds[kind]);
    print(name, shape, instructions, (int64_t)outWidth * outWidth * channels * k * k, "MAC");
}

/* The convolution of micro_speech: 10x8 stride 2, one channel to 8, 20 columns. */
static void bench_dw_multiplier(void)
{
    te_dwconv2d_s8_params p;
    const int8_t *rows[10];
    memset(&p, 0, sizeof p);
    p.inWidth = 40;
    p.in = layout(0, 40, 1);
    p.out = layout(0, 20, 8);
    p.inChannels = p.dilationX = 1;
    p.multiplier = p.kernelWidth = 8;
    p.kernelHeight = 10;
    p.strideX = 2;
    p.padLeft = 3;
    p.clampMin = -128;
    p.clampMax = 127;
    p.weights = weights;
    p.requant = requant;
    for (int32_t ky = 0; ky < 10; ky++)
        rows[ky] = input + ky * 40;
    print("te_dwconv2d_s8__dsp", "10x8 s2 w20 1 to 8", MEASURE(te_dwconv2d_s8__dsp(output, rows, 0, 20, &p, scratch)), 20 * 8 * 80, "MAC");
}

static void bench_fully_connected(int32_t ic, int32_t oc)
{
    char shape[64];
    const te_fully_connected_s8_params p = {ic, oc, -128, 127, weights, requant};
    snprintf(shape, sizeof shape, "%ld to %ld", (long)ic, (long)oc);
    const int64_t macs = (int64_t)ic * oc;
#define TE_ONLY_fully_connected_s8_dsp TE_PROBE
#define TE_KERNEL(symbol, op, types, special, isa, encoding, ...)    \
    TE_WHEN(TE_ONLY_##op##_##types##_##isa, TE_BENCH_##encoding(oc); \
            print(#symbol, shape, MEASURE(symbol(output, input, &p, scratch)), macs, "MAC");)
#include "kernels.inc"
#undef TE_KERNEL
#undef TE_ONLY_fully_connected_s8_dsp
    fast(oc);
}

static void bench_elementwise(int32_t width, int32_t channels)
{
    char shape[64];
    const te_layout l = layout(0, width, channels);
    const int8_t *rows[2] = {input, input + 20000};
    const te_add_s8_params add = {l, l, l, channels, 3, -5, 7, 1 << 30, 0, 1518500250, -1, 1700000000, -18, -128, 127};
    const te_add_s8_linear_params linear = {l, l, l, channels, 1 << 27, 3 << 25, 1 << 20, 20, -128, 127};
    const int64_t elements = (int64_t)width * channels;
    const te_requant shift8 = {0, 1 << 30, FINISH}, shiftAny = {0, 1 << 30, FINISH_ANYSHIFT};
    const te_mul_s8_params mul = {l, l, l, channels, 3, -5, shift8, -128, 127}, mulAny = {l, l, l, channels, 3, -5, shiftAny, -128, 127};
    const te_lut_s8_params lut = {l, l, channels, weights};
    const te_pad_s8_params pad = {l, l, width - 2, channels, channels, 1, 0, 5};
    snprintf(shape, sizeof shape, "w%ld c%ld", (long)width, (long)channels);
    print("te_mul_s8__dsp", shape, MEASURE(te_mul_s8__dsp(output, rows, 0, width, &mul, NULL)), elements, "element");
    print("te_mul_s8_anyshift__dsp", shape, MEASURE(te_mul_s8_anyshift__dsp(output, rows, 0, width, &mulAny, NULL)), elements, "element");
    print("te_mul_s8_anyshift__c99", shape, MEASURE(te_mul_s8_anyshift__c99(output, rows, 0, width, &mulAny, NULL)), elements, "element");
    print("te_lut_s8__c99", shape, MEASURE(te_lut_s8__c99(output, rows, 0, width, &lut, NULL)), elements, "element");
    print("te_pad_s8__c99", shape, MEASURE(te_pad_s8__c99(output, rows, 0, width, &pad, NULL)), elements, "element");
    print("te_add_s8__dsp", shape, MEASURE(te_add_s8__dsp(output, rows, 0, width, &add, NULL)), elements, "element");
    print("te_add_s8_linear__dsp", shape, MEASURE(te_add_s8_linear__dsp(output, rows, 0, width, &linear, NULL)), elements, "element");
}

static void bench_pool(int32_t k, int32_t channels)
{
    char shape[64];
    const int8_t *rows[8];
    const te_pool2d_s8_params p = {layout(0, k, channels), layout(0, 1, channels), k, channels, k, k, 1, 0, -128, 127};
    const te_mean_s8_params mean = {layout(0, k, channels), channels, {0, 1 << 30, -6 & 255}, k * k, -128, 127};
    for (int32_t ky = 0; ky < k; ky++)
        rows[ky] = input + ky * k * channels;
    snprintf(shape, sizeof shape, "%ldx%ld c%ld", (long)k, (long)k, (long)channels);
    print("te_avg_pool2d_s8__dsp", shape, MEASURE(te_avg_pool2d_s8__dsp(output, rows, 0, 1, &p, NULL)), channels, "output");
    print("te_max_pool2d_s8__dsp", shape, MEASURE(te_max_pool2d_s8__dsp(output, rows, 0, 1, &p, NULL)), channels, "output");
    print("te_mean_s8_rows__dsp", shape, MEASURE(te_mean_s8_rows__dsp((int32_t *)scratch, rows, 0, k, &mean, NULL)), channels * k,
          "element");
    print("te_mean_s8_finish__c99", shape, MEASURE(te_mean_s8_finish__c99(output, (int32_t *)scratch, &mean)), channels, "output");
}

static void bench_quantize(int32_t count)
{
    static float values[512];
    const te_quantize_params p = {0.01f, -3};
    for (int32_t i = 0; i < count; i++)
        values[i] = (float)(int32_t)(next() % 512) * 0.01f - 2.56f;
    print("te_quantize_f32s8__c99", "", MEASURE(te_quantize_f32s8__c99(output, values, count, &p)), count, "element");
}

static void bench_softmax(int32_t depth)
{
    char shape[64];
    const te_softmax_params p = {depth, 1717986944, 22, -496};
    snprintf(shape, sizeof shape, "%ld", (long)depth);
    print("te_softmax_s8__c99", shape, MEASURE(te_softmax_s8__c99(output, input, depth, &p)), depth, "element");
}

#define DW(k, s, channels, width, planar) \
    bench_dw("te_dwconv2d_s8_k" #k "x" #k "_s" #s "__dsp", te_dwconv2d_s8_k##k##x##k##_s##s##__dsp, k, s, channels, width, planar)

#define DW_EDGES(k, pad, channels, width) \
    bench_dw("te_dwconv2d_s8_k" #k "x" #k "_s1_p" #pad "__dsp", te_dwconv2d_s8_k##k##x##k##_s1_p##pad##__dsp, k, 1, channels, width, PLANAR)

#define DW_EDGES_MAP(k, pad, channels, width)                                                                                            \
    bench_dw_map("te_dwconv2d_s8_k" #k "x" #k "_s1_p" #pad "__dsp", te_dwconv2d_s8_k##k##x##k##_s1_p##pad##__dsp, k, 1, channels, width, \
                 PLANAR)

#define DW_HALF(k, pads, pad, channels, width)                                                                                         \
    bench_dw_padded("te_dwconv2d_s8_k" #k "x" #k "_s2_p" #pads "__dsp", te_dwconv2d_s8_k##k##x##k##_s2_p##pads##__dsp, k, 2, channels, \
                    width, PLANAR, pad)

#define DW_MAP(k, s, channels, width)                                                                                                   \
    bench_dw_map("te_dwconv2d_s8_k" #k "x" #k "_s" #s "__dsp", te_dwconv2d_s8_k##k##x##k##_s##s##__dsp, k, s, channels, width, PLANAR); \
    bench_dw_map("te_dwconv2d_s8_inside__dsp", te_dwconv2d_s8_inside__dsp, k, s, channels, width, LAST)

int main(void)
{
    fill((int32_t)(sizeof requant / sizeof requant[0]));
    bench_k1x1(8, 48, 20, 1, 0);
    bench_k1x1(16, 48, 20, 0, 0);
    bench_k1x1(16, 48, 20, 1, 0);
    bench_k1x1(24, 96, 20, 1, 0);
    bench_k1x1(48, 16, 20, 0, 0);
    bench_k1x1(48, 192, 10, 1, 0);
    bench_k1x1(96, 16, 20, 0, 0);
    bench_k1x1(96, 24, 10, 0, 0);
    bench_k1x1(192, 48, 11, 0, 0);
    bench_k1x1(480, 96, 5, 0, 0);
    bench_k1x1(480, 96, 8, 0, 0);
    /* Rows of a stream: projections of row-planar and channel-last rows. */
    static const int32_t depths[] = {16, 24, 48, 96, 144}, widths[] = {5, 6, 10, 11, 20, 22, 44};
    for (size_t d = 0; d < sizeof depths / sizeof depths[0]; d++)
        for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w++)
            for (int planarIn = 0; planarIn <= 1; planarIn++)
                bench_k1x1(depths[d], 24, widths[w], 0, planarIn);
    bench_conv(3, 2, 1, 8, 48);
    bench_conv(3, 2, 3, 16, 40);
    bench_conv(3, 2, 3, 16, 88);
    bench_conv(3, 1, 16, 16, 32);
    bench_conv(3, 1, 32, 32, 16);
    for (int kind = PLANAR; kind <= LAST; kind++) {
        DW(3, 1, 48, 22, kind);
        DW(3, 1, 48, 44, kind);
        DW(3, 2, 48, 22, kind);
        DW(5, 1, 48, 22, kind);
        DW(5, 2, 48, 22, kind);
        DW(7, 1, 48, 22, kind);
        DW(7, 2, 48, 22, kind);
        DW(3, 1, 288, 5, kind);
        DW(5, 1, 288, 5, kind);
        DW(7, 1, 288, 5, kind);
        DW(7, 1, 288, 6, kind);
        DW(3, 1, 192, 10, kind);
        DW(5, 1, 192, 10, kind);
        DW(7, 2, 192, 5, kind);
    }
    DW_EDGES(3, 1, 48, 22);
    DW_EDGES(3, 1, 48, 44);
    DW_EDGES(5, 2, 48, 22);
    DW_EDGES(7, 3, 48, 22);
    DW_HALF(3, 01, 0, 48, 22);
    DW_HALF(3, 10, 1, 48, 22);
    DW_HALF(5, 12, 1, 48, 22);
    DW_HALF(5, 21, 2, 48, 22);
    DW_HALF(7, 23, 2, 48, 22);
    DW_HALF(7, 32, 3, 48, 22);
    DW_HALF(3, 10, 1, 48, 21);
    DW_HALF(5, 21, 2, 48, 20);
    DW_HALF(7, 32, 3, 48, 20);
    DW_EDGES_MAP(3, 1, 480, 5);
    DW_EDGES_MAP(3, 1, 96, 6);
    DW_EDGES_MAP(5, 2, 96, 6);
    DW_EDGES_MAP(7, 3, 96, 7);
    DW_EDGES_MAP(3, 1, 144, 9);
    DW_EDGES_MAP(3, 1, 192, 10);
    DW_EDGES_MAP(5, 2, 192, 10);
    DW_EDGES_MAP(7, 3, 192, 10);
    DW_EDGES_MAP(3, 1, 64, 12);
    DW_EDGES_MAP(3, 1, 144, 18);
    DW_EDGES_MAP(5, 2, 96, 20);
    DW_EDGES_MAP(7, 3, 96, 20);
    DW_MAP(3, 1, 672, 2);
    DW_MAP(5, 1, 448, 2);
    DW_MAP(3, 1, 240, 3);
    DW_MAP(5, 1, 240, 3);
    DW_MAP(3, 2, 336, 3);
    DW_MAP(3, 1, 480, 5);
    DW_MAP(5, 1, 480, 5);
    DW_MAP(7, 1, 480, 5);
    DW_MAP(3, 1, 96, 6);
    DW_MAP(5, 1, 96, 6);
    DW_MAP(7, 1, 96, 6);
    DW_MAP(7, 2, 120, 6);
    DW_MAP(3, 1, 192, 10);
    DW_MAP(5, 1, 192, 10);
    DW_MAP(7, 1, 192, 10);
    DW_MAP(5, 2, 192, 10);
    DW_MAP(7, 2, 192, 10);
    DW_MAP(3, 1, 64, 12);
    DW_MAP(3, 1, 144, 18);
    DW_MAP(5, 1, 96, 20);
    DW_MAP(7, 1, 96, 20);
    bench_dw("te_dwconv2d_s8__dsp", te_dwconv2d_s8__dsp, 3, 1, 48, 22, PLANAR);
    bench_dw_multiplier();
    bench_fully_connected(160, 1000);
    bench_fully_connected(640, 10);
    bench_fully_connected(4000, 4);
    bench_elementwise(20, 24);
    bench_pool(6, 160);
    bench_quantize(512);
    bench_softmax(10);
    bench_softmax(1000);
    return 0;
}
