/* Steps of audio front ends, against their definitions. */
#include <math.h>
#include <string.h>

#include "te_test.h"

static te_signal_params with(int32_t first, int32_t second)
{
    te_signal_params p;
    memset(&p, 0, sizeof p);
    p.option[0] = first;
    p.option[1] = second;
    return p;
}

static uint32_t random_bits(int32_t most)
{
    return te_test_random() >> (32 - te_test_range(1, most));
}

static int16_t *samples(int32_t count)
{
    int16_t *in = te_test_alloc(2 * count, 2, 0);
    const int32_t limit = 1 << te_test_range(1, 15);
    for (int32_t i = 0; i < count; i++)
        in[i] = (int16_t)te_test_range(-limit, limit - 1);
    return in;
}

static uint32_t *channels(int32_t count, int32_t bits)
{
    uint32_t *in = te_test_alloc(4 * count, 4, 0);
    for (int32_t i = 0; i < count; i++)
        in[i] = random_bits(bits);
    return in;
}

static void test_window(int32_t count)
{
    const te_signal_params p = with(te_test_range(8, 15), 0);
    int16_t *in = samples(count), *window = samples(count), *out = te_test_alloc(2 * count, 2, 0);
    te_test_describe("te_signal_window__c99", "n%ld", (long)count);
    te_test_seal();
    for (int32_t i = 0; i < count; i++) {
        const double v = floor((double)in[i] * (double)window[i] / (double)(1 << p.option[0]));
        te_test_expect_s16(out + i, (int32_t)(v < -32768.0 ? -32768.0 : v > 32767.0 ? 32767.0 : v));
    }
    te_signal_window__c99(out, in, window, count, &p);
}

static void test_energy(int32_t count)
{
    const te_signal_params p = with(te_test_range(0, count / 2), te_test_range(count / 2, count));
    int16_t *in = samples(2 * count);
    uint32_t *out = te_test_alloc(4 * count, 4, 0);
    te_test_describe("te_signal_energy__c99", "n%ld", (long)count);
    te_test_seal();
    for (int32_t i = 0; i < count; i++) {
        const int64_t re = in[2 * i], im = in[2 * i + 1];
        const uint32_t v = i < p.option[0] || i >= p.option[1] ? 0 : (uint32_t)(re * re + im * im);
        te_test_expect(out + i, &v, 4);
    }
    te_signal_energy__c99(out, in, count, &p);
}

static void test_auto_scale(int32_t count)
{
    const te_signal_params p = with(0, 0);
    int16_t *in = samples(count), *out = te_test_alloc(2 * count, 2, 0);
    int32_t *shift = te_test_alloc(4, 4, 0), largest = 0, bits = 0;
    for (int32_t i = 0; i < count; i++) {
        in[i] = (int16_t)(in[i] == -32768 ? -32767 : in[i]);
        largest = in[i] > largest ? in[i] : -in[i] > largest ? -in[i] : largest;
    }
    while (largest > 0 && largest * (2 << bits) < 32768)
        bits++;
    te_test_describe("te_signal_auto_scale__c99", "n%ld", (long)count);
    te_test_seal();
    te_test_expect(shift, &bits, 4);
    for (int32_t i = 0; i < count; i++)
        te_test_expect_s16(out + i, in[i] * (1 << bits));
    te_signal_auto_scale__c99(out, shift, in, count, &p);
}

static void test_filter_bank(int32_t count)
{
    const te_signal_params p = with(count, 0);
    uint32_t *in = channels(40, 32);
    int16_t *weights = samples(60), *unweights = samples(60), *starts = samples(count + 1), *at = samples(count + 1),
            *widths = samples(count + 1);
    uint64_t *out = te_test_alloc(8 * count, 8, 0);
    for (int32_t c = 0; c <= count; c++) {
        starts[c] = (int16_t)te_test_range(0, 30);
        at[c] = (int16_t)te_test_range(0, 50);
        widths[c] = (int16_t)te_test_range(0, 10);
    }
    te_test_describe("te_signal_filter_bank__c99", "n%ld", (long)count);
    te_test_seal();
    for (int32_t c = 0; c < count; c++) {
        uint64_t sum = 0;
        for (int32_t j = 0; j < widths[c]; j++)
            sum += (uint64_t)((int64_t)unweights[at[c] + j] * (int64_t)in[starts[c] + j]);
        for (int32_t j = 0; j < widths[c + 1]; j++)
            sum += (uint64_t)((int64_t)weights[at[c + 1] + j] * (int64_t)in[starts[c + 1] + j]);
        te_test_expect(out + c, &sum, 8);
    }
    te_signal_filter_bank__c99(out, in, weights, unweights, starts, at, widths, count, &p);
}

/* The nearest integer to the root, which double precision tells for 52 bits. */
static void test_root(int32_t count)
{
    const te_signal_params p = with(0, 0);
    uint64_t *in = te_test_alloc(8 * count, 8, 0);
    int32_t *shift = te_test_alloc(4, 4, 0);
    uint32_t *out = te_test_alloc(4 * count, 4, 0);
    *shift = te_test_range(0, 5);
    for (int32_t i = 0; i < count; i++)
        in[i] = ((uint64_t)te_test_random() << 32 | te_test_random()) >> te_test_range(12, 63);
    te_test_describe("te_signal_root__c99", "n%ld", (long)count);
    te_test_seal();
    for (int32_t i = 0; i < count; i++) {
        uint32_t root = (uint32_t)floor(sqrt((double)in[i]));
        root += in[i] > (uint64_t)root * root + root && !(in[i] >> 32 == 0 && root == 65535) ? 1 : 0;
        root >>= *shift;
        te_test_expect(out + i, &root, 4);
    }
    te_signal_root__c99(out, in, shift, count, &p);
}

static void test_subtract(int32_t count)
{
    const te_signal_params p = {{410, 15974, 983, 15401, te_test_range(0, 10), 14, 819, te_test_one_in(2), count}};
    uint32_t *in = channels(count, 20), *noise = channels(count, 28), *out = te_test_alloc(4 * count, 4, 0),
             *copy = te_test_alloc(4 * count, 4, 0);
    te_test_describe("te_signal_subtract__c99", "n%ld", (long)count);
    te_test_seal();
    for (int32_t i = 0; i < count; i++) {
        const uint64_t signal = (uint64_t)in[i] << p.option[4];
        const uint64_t sum = i % 2 == 0 ? signal * 410 + (uint64_t)noise[i] * 15974 : signal * 983 + (uint64_t)noise[i] * 15401;
        const uint64_t estimate = sum >> 14, limited = estimate < signal ? estimate : signal, least = (uint64_t)in[i] * 819 >> 14;
        const uint64_t rest = (signal - limited) >> p.option[4];
        const uint32_t v = (uint32_t)(rest > least ? rest : least), next = (uint32_t)(p.option[7] ? limited : estimate);
        te_test_expect(out + i, &v, 4);
        te_test_expect(copy + i, &next, 4);
        te_test_expect(noise + i, &next, 4);
    }
    te_signal_subtract__c99(out, copy, in, noise, count, &p);
}

static void test_gain(int32_t count)
{
    const te_signal_params p = with(te_test_range(0, 12), 0);
    uint32_t *in = channels(count, 20), *noise = channels(count, 32), *out = te_test_alloc(4 * count, 4, 0);
    int16_t *table = te_test_alloc(2 * 125, 2, 0);
    for (int32_t i = 0; i < 125; i++)
        table[i] = (int16_t)te_test_range(0, 8000);
    te_test_describe("te_signal_gain__c99", "n%ld", (long)count);
    te_test_seal();
    for (int32_t i = 0; i < count; i++) {
        int exponent = 0;
        int64_t gain;
        if (noise[i] > 2)
            (void)frexp((double)noise[i], &exponent);
        if (noise[i] <= 2) {
            gain = table[noise[i]];
        } else {
            const int16_t *at = table + 4 * exponent - 6;
            const int64_t x = (int64_t)floor(ldexp((double)noise[i], 11 - exponent)) % 1024;
            gain = (((((int64_t)at[2] * x) >> 5) + (int64_t)at[1] * 32) * x + 16384) / 32768 + at[0];
        }
        const uint32_t ratio = (uint32_t)((uint64_t)in[i] * (uint64_t)gain >> p.option[0]);
        const uint32_t v = ratio < 8192 ? ratio * ratio / (1 << 20) : ratio / 64 - 64;
        te_test_expect(out + i, &v, 4);
    }
    te_signal_gain__c99(out, in, noise, table, count, &p);
}

/* Within four steps of the real logarithm. */
static void test_log(int32_t count)
{
    const te_signal_params p = with(1600, te_test_range(0, 3));
    uint32_t *in = channels(count, 29);
    int16_t *out = te_test_alloc(2 * count, 2, 0), actual[20];
    te_test_describe("te_signal_log__c99", "n%ld", (long)count);
    te_test_seal();
    te_signal_log__c99(actual, in, count, &p);
    for (int32_t i = 0; i < count; i++) {
        const double log2 = in[i] << p.option[1] > 1 ? 1600.0 * log((double)(in[i] << p.option[1])) : 0.0;
        const double v = log2 > 32767.0 ? 32767.0 : log2;
        te_test_expect_s16(out + i, fabs((double)actual[i] - v) < 4.0 ? actual[i] : (int32_t)v);
    }
    te_signal_log__c99(out, in, count, &p);
}

void te_test_signal(void)
{
    static void (*const tests[])(int32_t) = {test_window, test_energy,   test_auto_scale, test_filter_bank,
                                             test_root,   test_subtract, test_gain,       test_log};
    te_test_pool_reset();
    tests[te_test_range(0, 7)](te_test_range(1, 20));
    te_test_check();
}
