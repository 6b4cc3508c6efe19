/* Slices of tensors and vectors, against their definitions. */
#include <math.h>
#include <string.h>

#include "te_test.h"

#define MAX_COUNT 256

/* What a kernel computed where it lies within `ulps` of the definition, otherwise the definition. */
static void expect_near(const float *at, float actual, double wanted, int32_t ulps)
{
    const float exact = (float)wanted;
    int32_t a, b;
    memcpy(&a, &actual, 4);
    memcpy(&b, &exact, 4);
    const int64_t x = a < 0 ? -(int64_t)(a & INT32_MAX) : a, y = b < 0 ? -(int64_t)(b & INT32_MAX) : b;
    const int near = (isnan(exact) && isnan(actual)) || (x - y <= ulps && y - x <= ulps);
    te_test_expect(at, near ? &actual : &exact, 4);
}

void te_test_gather_nd(void)
{
    const int32_t size[3] = {te_test_range(1, 4), te_test_range(1, 4), te_test_range(1, 9)}, count = te_test_range(1, 8);
    te_gather_nd_params p = {te_test_range(1, 3), {size[1] * size[2], size[2], 1, 0, 0}, 0, size[0] * size[1] * size[2]};
    p.sliceBytes = p.stride[p.depth - 1];
    te_test_pool_reset();
    int8_t *data = te_test_alloc(p.dataBytes, 1, 0), *out = te_test_alloc(count * p.sliceBytes, 1, 0);
    int32_t *indices = te_test_alloc(count * p.depth * 4, 4, 0);
    for (int32_t i = 0; i < p.dataBytes; i++)
        data[i] = te_test_code();
    for (int32_t i = 0; i < count * p.depth; i++)
        indices[i] = te_test_range(0, size[i % p.depth] - 1);
    te_test_describe("te_gather_nd__c99", "%ld of %ld bytes, %ld indices", (long)count, (long)p.sliceBytes, (long)p.depth);
    te_test_seal();
    for (int32_t i = 0; i < count; i++) {
        int32_t at = 0;
        for (int32_t k = 0; k < 3; k++)
            at = at * size[k] + (k < p.depth ? indices[i * p.depth + k] : 0);
        te_test_expect(out + i * p.sliceBytes, data + at, p.sliceBytes);
    }
    te_gather_nd__c99(out, data, indices, count, &p);
    te_test_check();
}

void te_test_update_slice(void)
{
    te_update_slice_params p;
    int32_t start[6], bytes = 1, part = 1;
    memset(&p, 0, sizeof p);
    p.rank = te_test_range(1, 4);
    p.elementBytes = 1 << te_test_range(0, 2);
    for (int32_t a = 0; a < p.rank; a++) {
        const int32_t unit = a == p.rank - 1 ? p.elementBytes : 1, extent = te_test_range(1, 4);
        p.extent[a] = extent * unit;
        p.size[a] = te_test_range(1, extent) * unit;
        start[a] = te_test_range(-2, 5);
        bytes *= p.extent[a];
        part *= p.size[a];
    }
    te_test_pool_reset();
    int8_t *out = te_test_alloc(bytes, 1, 0), *update = te_test_alloc(part, 1, 0);
    int32_t *positions = te_test_alloc(p.rank * 4, 4, 0);
    memcpy(positions, start, (size_t)p.rank * 4);
    for (int32_t i = 0; i < bytes; i++)
        out[i] = te_test_code();
    for (int32_t i = 0; i < part; i++)
        update[i] = te_test_code();
    te_test_describe("te_update_slice__c99", "rank %ld, %ld of %ld bytes", (long)p.rank, (long)part, (long)bytes);
    te_test_seal();
    for (int32_t i = 0; i < part; i++) {
        int32_t at = 0, step = 1, rest = i;
        for (int32_t a = p.rank - 1; a >= 0; a--) {
            const int32_t unit = a == p.rank - 1 ? p.elementBytes : 1, room = (p.extent[a] - p.size[a]) / unit;
            const int32_t begin = start[a] < 0 ? 0 : start[a] > room ? room : start[a];
            at += (begin * unit + rest % p.size[a]) * step;
            step *= p.extent[a];
            rest /= p.size[a];
        }
        te_test_expect(out + at, update + i, 1);
    }
    te_update_slice__c99(out, update, positions, &p);
    te_test_check();
}

void te_test_cumsum(void)
{
    const te_test_clamp range = {-128, 127};
    const te_cumsum_params p = {te_test_range(1, 4),   te_test_range(1, 6),  te_test_range(1, 4),  te_test_one_in(2),
                                te_test_one_in(2),     te_test_range(-9, 9), te_test_range(-9, 9), te_test_range(1 << 30, INT32_MAX),
                                -te_test_range(17, 22)};
    const int32_t count = p.outer * p.depth * p.inner;
    const int real = te_test_one_in(2);
    te_test_pool_reset();
    int8_t *in = te_test_alloc(count, 1, 0), *out = te_test_alloc(count, 1, 0);
    float *reals = te_test_alloc(count * 4, 4, 0), *sums = te_test_alloc(count * 4, 4, 0);
    for (int32_t i = 0; i < count; i++) {
        in[i] = te_test_code();
        reals[i] = (float)te_test_range(-100, 100) / 8.0f;
    }
    te_test_describe(real ? "te_cumsum_f32__c99" : "te_cumsum_s8__c99", "%ld x %ld x %ld", (long)p.outer, (long)p.depth, (long)p.inner);
    te_test_seal();
    for (int32_t i = 0; i < count; i++) {
        const int32_t at = i / p.inner % p.depth;
        int64_t sum = -p.zeroPointIn;
        float total = 0.0f;
        for (int32_t k = 0; k < p.depth; k++) {
            const int32_t from = i + (k - at) * p.inner;
            if (p.reverse ? k > at || (k == at && !p.exclusive) : k < at || (k == at && !p.exclusive)) {
                sum += in[from] - p.zeroPointIn;
                total += reals[from];
            }
        }
        if (real)
            te_test_expect(sums + i, &total, 4);
        else
            te_test_expect_s8(out + i,
                              te_test_limit((int64_t)te_test_rescale(sum * 524288, p.multiplier, p.exponent) + p.zeroPointOut, range));
    }
    if (real)
        te_cumsum_f32__c99(sums, reals, count, &p);
    else
        te_cumsum_s8__c99(out, in, count, &p);
    te_test_check();
}

void te_test_l2_pool2d(void)
{
    te_l2_pool2d_params p = {te_test_range(3, 6),
                             te_test_range(3, 6),
                             te_test_range(1, 3),
                             0,
                             0,
                             te_test_range(1, 3),
                             te_test_range(1, 3),
                             te_test_range(1, 2),
                             te_test_range(1, 2),
                             te_test_range(0, 1),
                             te_test_range(0, 1),
                             0.5f,
                             9.0f};
    p.padTop = p.kernelHeight > 1 ? p.padTop : 0;
    p.padLeft = p.kernelWidth > 1 ? p.padLeft : 0;
    p.outHeight = (p.height + p.padTop - p.kernelHeight) / p.strideY + 1;
    p.outWidth = (p.width + p.padLeft - p.kernelWidth) / p.strideX + 1;
    const int32_t count = p.outHeight * p.outWidth * p.channels;
    float actual[MAX_COUNT];
    te_test_pool_reset();
    float *in = te_test_alloc(p.height * p.width * p.channels * 4, 4, 0), *out = te_test_alloc(count * 4, 4, 0);
    for (int32_t i = 0; i < p.height * p.width * p.channels; i++)
        in[i] = (float)te_test_range(-100, 100) / 8.0f;
    te_test_describe("te_l2_pool2d_f32__c99", "h%ld w%ld c%ld", (long)p.height, (long)p.width, (long)p.channels);
    te_test_seal();
    te_l2_pool2d_f32__c99(actual, in, count, &p);
    for (int32_t i = 0; i < count; i++) {
        const int32_t c = i % p.channels, x = i / p.channels % p.outWidth, y = i / p.channels / p.outWidth;
        double sum = 0.0;
        int32_t taps = 0;
        for (int32_t t = 0; t < p.kernelHeight * p.kernelWidth; t++) {
            const int32_t row = y * p.strideY - p.padTop + t / p.kernelWidth, column = x * p.strideX - p.padLeft + t % p.kernelWidth;
            if (row < 0 || row >= p.height || column < 0 || column >= p.width)
                continue;
            const double v = (double)in[(row * p.width + column) * p.channels + c];
            sum += v * v;
            taps++;
        }
        const double v = sqrt(sum / taps);
        expect_near(out + i, actual[i], v < 0.5 ? 0.5 : v > 9.0 ? 9.0 : v, 2);
    }
    te_l2_pool2d_f32__c99(out, in, count, &p);
    te_test_check();
}

void te_test_softmax_f32(void)
{
    const te_softmax_f32_params p = {te_test_range(1, 12), te_test_one_in(2), 1.0f};
    const int32_t vectors = te_test_range(1, 3), count = vectors * p.depth;
    float actual[MAX_COUNT];
    te_test_pool_reset();
    float *in = te_test_alloc(count * 4, 4, 0), *out = te_test_alloc(count * 4, 4, 0);
    for (int32_t i = 0; i < count; i++)
        in[i] = (float)te_test_range(-800, 800) / 100.0f;
    te_test_describe("te_softmax_f32__c99", "%ld of %ld, logarithm %ld", (long)vectors, (long)p.depth, (long)p.logarithm);
    te_test_seal();
    te_softmax_f32__c99(actual, in, count, &p);
    for (int32_t i = 0; i < count; i++) {
        double sum = 0.0;
        for (int32_t c = 0; c < p.depth; c++)
            sum += exp((double)in[i / p.depth * p.depth + c]);
        const double v = exp((double)in[i]) / sum;
        /* A logarithm near 0 is a difference of larger numbers. */
        const int close = p.logarithm && fabs((double)actual[i] - log(v)) < 1e-5;
        expect_near(out + i, actual[i], p.logarithm ? log(v) : v, close ? INT32_MAX : 64);
    }
    te_softmax_f32__c99(out, in, count, &p);
    te_test_check();
}

/* Within a code of the real logarithm. */
void te_test_log_softmax(void)
{
    const int32_t depth = te_test_range(1, 12), vectors = te_test_range(1, 3), count = vectors * depth, shift = te_test_range(20, 24);
    const double scale = ldexp((double)te_test_range(1 << 20, (1 << 21) - 1) / (1 << 21), shift - 26);
    te_log_softmax_params p = {depth, (int32_t)ldexp(scale, 26 + 31 - shift), shift, 0, 0, 0};
    int exponent;
    p.diffMin = -(int32_t)floor(31.0 * ldexp(1.0, 26 - shift));
    p.reverseMultiplier = (int32_t)ldexp(frexp(ldexp(1.0, 31 - shift) / p.multiplier, &exponent), 31);
    p.reverseShift = exponent;
    int8_t actual[MAX_COUNT];
    te_test_pool_reset();
    int8_t *in = te_test_alloc(count, 1, 0), *out = te_test_alloc(count, 1, 0);
    for (int32_t i = 0; i < count; i++)
        in[i] = te_test_code();
    te_test_describe("te_log_softmax_s8__c99", "%ld of %ld, shift %ld", (long)vectors, (long)depth, (long)shift);
    te_test_seal();
    te_log_softmax_s8__c99(actual, in, count, &p);
    for (int32_t i = 0; i < count; i++) {
        double sum = 0.0;
        for (int32_t c = 0; c < depth; c++)
            sum += exp(scale * (in[i / depth * depth + c] - in[i]));
        const double v = 127.0 - 16.0 * log(sum), limited = v < -128.0 ? -128.0 : v;
        te_test_expect_s8(out + i, fabs(actual[i] - limited) < 1.5 ? actual[i] : (int32_t)floor(limited + 0.5));
    }
    te_log_softmax_s8__c99(out, in, count, &p);
    te_test_check();
}

/* Boxes in a line, each overlapping the next by a third: what remains are the best ones whose neighbours are worse, by score. */
void te_test_detection(void)
{
    te_detection_params p = {
        te_test_range(1, 8),       te_test_range(4, 6), te_test_range(1, 4), te_test_one_in(2), te_test_range(1, 5), 0.25f, 0.4f,
        {10.0f, 10.0f, 5.0f, 5.0f}};
    const int32_t columns = p.classes + p.background;
    int32_t order[8], dropped[8] = {0}, n = 0;
    te_test_pool_reset();
    float *codes = te_test_alloc(p.boxes * p.codeSize * 4, 4, 0), *scores = te_test_alloc(p.boxes * columns * 4, 4, 0);
    float *anchors = te_test_alloc(p.boxes * 16, 4, 0), *out = te_test_alloc(p.detections * 16, 4, 0);
    float *kinds = te_test_alloc(p.detections * 4, 4, 0), *found = te_test_alloc(p.detections * 4, 4, 0), *count = te_test_alloc(4, 4, 0);
    void *scratch = te_test_scratch(TE_DETECTION_SCRATCH_BYTES(p.boxes));
    memset(codes, 0, (size_t)(p.boxes * p.codeSize * 4));
    for (int32_t i = 0; i < p.boxes * columns; i++)
        scores[i] = (float)te_test_range(0, 64) / 64.0f;
    for (int32_t i = 0; i < p.boxes; i++) {
        const float anchor[4] = {0.0f, 0.25f * (float)i, 1.0f, 1.0f}; /* neighbours: 3/5 of both, the next but one: 1/3 */
        memcpy(anchors + 4 * i, anchor, 16);
        order[i] = i;
    }
    te_test_describe("te_detection__c99", "%ld boxes, %ld classes, %ld detections", (long)p.boxes, (long)p.classes, (long)p.detections);
    te_test_seal();
    float best[8], kind[8];
    for (int32_t i = 0; i < p.boxes; i++) {
        const float *own = scores + i * columns + p.background;
        best[i] = own[0];
        kind[i] = 0.0f;
        for (int32_t c = 1; c < p.classes; c++)
            if (own[c] > best[i]) {
                best[i] = own[c];
                kind[i] = (float)c;
            }
    }
    for (int32_t i = 1; i < p.boxes; i++)
        for (int32_t k = i; k > 0 && best[order[k]] > best[order[k - 1]]; k--) {
            const int32_t swap = order[k];
            order[k] = order[k - 1];
            order[k - 1] = swap;
        }
    for (int32_t i = 0; i < p.boxes && n < p.detections; i++) {
        const int32_t box = order[i];
        if (dropped[box] || best[box] < p.least)
            continue;
        const float corners[4] = {-0.5f, 0.25f * (float)box - 0.5f, 0.5f, 0.25f * (float)box + 0.5f};
        te_test_expect(out + 4 * n, corners, 16);
        te_test_expect(kinds + n, kind + box, 4);
        te_test_expect(found + n, best + box, 4);
        for (int32_t k = 0; k < p.boxes; k++)
            dropped[k] |= k - box == 1 || box - k == 1;
        n++;
    }
    const float total = (float)n, zero[4] = {0.0f, 0.0f, 0.0f, 0.0f};
    te_test_expect(count, &total, 4);
    for (; n < p.detections; n++) {
        te_test_expect(out + 4 * n, zero, 16);
        te_test_expect(kinds + n, zero, 4);
        te_test_expect(found + n, zero, 4);
    }
    te_detection__c99(out, kinds, found, count, codes, scores, anchors, &p, scratch);
    te_test_check();
}
