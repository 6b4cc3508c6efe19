#include "te_test.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION(p, n)
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#define UNCHECKED __attribute__((no_sanitize_address))
void __asan_on_error(void);
#elif defined(TE_TEST_BOARD) && __ARM_ARCH_ISA_THUMB >= 2
#define POISON(p, n) publish(0, p, (p) + (n))
#define UNPOISON(p, n) publish(1, p, (p) + (n))
#define UNCHECKED

/* Tells the emulator's plugin what kernels may touch: a mark, then a load of the first and of the last byte; see
 * eng/plugins/kernel_accesses.c. */
static void publish(int touchable, const uint8_t *first, const uint8_t *end)
{
    uint32_t byte;
    if (first == end)
        return;
    if (touchable)
        __asm__ volatile("dbg #1\n\tldrb.w %0, [%1]\n\tldrb.w %0, [%2]" : "=&r"(byte) : "r"(first), "r"(end - 1));
    else
        __asm__ volatile("dbg #2\n\tldrb.w %0, [%1]\n\tldrb.w %0, [%2]" : "=&r"(byte) : "r"(first), "r"(end - 1));
}
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#define UNCHECKED
#endif

#define POOL_BYTES (192 * 1024)
#define MAX_SCRATCH 4
#define MAX_KERNELS 96

static union {
    uint64_t words[POOL_BYTES / 8];
    uint8_t bytes[POOL_BYTES];
} pool;
static uint8_t expected[POOL_BYTES];
static int32_t poolEnd;
static struct {
    int32_t first, last;
} scratch[MAX_SCRATCH];
static int32_t scratchCount;

static uint32_t randomState = 1;
static uint32_t caseSeed;
static char description[400];
static int failures, cases;
static struct {
    const char *name;
    int cases;
} kernels[MAX_KERNELS];
static int kernelCount;

void te_test_seed(uint32_t seed)
{
    caseSeed = seed;
    randomState = seed * 2654435761u + 97u;
    for (int i = 0; i < 4; i++)
        te_test_random();
}

uint32_t te_test_random(void)
{
    randomState ^= randomState << 13;
    randomState ^= randomState >> 17;
    randomState ^= randomState << 5;
    if (randomState == 0)
        randomState = 1;
    return randomState;
}

int32_t te_test_range(int32_t lo, int32_t hi)
{
    return lo + (int32_t)((te_test_random() >> 3) % (uint32_t)(hi - lo + 1));
}

int32_t te_test_one_in(int32_t n)
{
    return te_test_range(1, n) == 1;
}

int32_t te_test_zero_point(void)
{
    static const int32_t special[3] = {-128, 127, 0};
    return te_test_one_in(2) ? special[te_test_range(0, 2)] : te_test_range(-128, 127);
}

int8_t te_test_code(void)
{
    if (te_test_one_in(4))
        return te_test_one_in(2) ? INT8_MAX : INT8_MIN;
    return (int8_t)te_test_range(-128, 127);
}

int16_t te_test_code_s16(void)
{
    if (te_test_one_in(4))
        return te_test_one_in(2) ? INT16_MAX : INT16_MIN;
    return (int16_t)te_test_range(-32768, 32767);
}

UNCHECKED void te_test_pool_reset(void)
{
    UNPOISON(pool.bytes, POOL_BYTES);
    const int32_t dirty = poolEnd + 1024 < POOL_BYTES ? poolEnd + 1024 : POOL_BYTES;
    for (int32_t i = 0; i < dirty / 8; i++)
        pool.words[i] = (uint64_t)te_test_random() << 32 | te_test_random();
    POISON(pool.bytes, POOL_BYTES);
    poolEnd = te_test_range(64, 128);
    scratchCount = 0;
}

void *te_test_alloc(int32_t bytes, int32_t align, int32_t slack)
{
    int32_t at = poolEnd + te_test_range(16, 40);
    at += (align - at % align) % align;
    poolEnd = at + bytes + slack + 16;
    if (poolEnd > POOL_BYTES) {
        printf("te_test: a case needs more than the pool\n");
        poolEnd = 0;
        failures++;
        return pool.bytes;
    }
    UNPOISON(pool.bytes + at, (size_t)(bytes + slack));
    return pool.bytes + at;
}

void *te_test_scratch(int32_t bytes)
{
    uint8_t *p = te_test_alloc(bytes, 4, 0);
    scratch[scratchCount].first = (int32_t)(p - pool.bytes);
    scratch[scratchCount++].last = (int32_t)(p - pool.bytes) + bytes;
    return p;
}

UNCHECKED void te_test_seal(void)
{
    for (int32_t i = 0; i < poolEnd; i++)
        expected[i] = pool.bytes[i];
}

void te_test_expect(const void *at, const void *value, int32_t bytes)
{
    memcpy(expected + ((const uint8_t *)at - pool.bytes), value, (size_t)bytes);
}

void te_test_expect_s8(const int8_t *at, int32_t value)
{
    const int8_t byte = (int8_t)value;
    te_test_expect(at, &byte, 1);
}

void te_test_expect_s16(const void *at, int32_t value)
{
    const int16_t word = (int16_t)value;
    te_test_expect(at, &word, 2);
}

static void count_case(const char *kernel)
{
    int k = 0;
    while (k < kernelCount && strcmp(kernels[k].name, kernel) != 0)
        k++;
    if (k == MAX_KERNELS)
        return;
    if (k == kernelCount) {
        kernels[kernelCount].name = kernel;
        kernels[kernelCount++].cases = 0;
    }
    kernels[k].cases++;
}

void te_test_begin_suite(void)
{
    kernelCount = 0;
}

int te_test_fewest_cases(void)
{
    int fewest = kernelCount > 0 ? kernels[0].cases : 0;
    for (int k = 1; k < kernelCount; k++)
        fewest = kernels[k].cases < fewest ? kernels[k].cases : fewest;
    return fewest;
}

static const char *const symbols[] = {
#define TE_KERNEL(symbol, ...) #symbol,
#include "kernels.inc"
#undef TE_KERNEL
};

static int uses[sizeof symbols / sizeof symbols[0]];

void te_test_uses(const char *kernel)
{
    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++)
        uses[i] += strcmp(symbols[i], kernel) == 0;
}

void te_test_unused(void)
{
    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++)
        if (uses[i] == 0) {
            printf("FAIL %s has no case\n", symbols[i]);
            failures++;
        }
}

void te_test_describe(const char *kernel, const char *format, ...)
{
    count_case(kernel);
    va_list arguments;
    const int used = snprintf(description, sizeof description, "%s ", kernel);
    te_test_uses(kernel);
    va_start(arguments, format);
    vsnprintf(description + used, sizeof description - (size_t)used, format, arguments);
    va_end(arguments);
}

#if defined(__SANITIZE_ADDRESS__)
/* Called before AddressSanitizer's own report. */
void __asan_on_error(void)
{
    fprintf(stderr, "FAIL %s seed %lu\n", description, (unsigned long)caseSeed);
}
#endif

static int in_scratch(int32_t at)
{
    for (int32_t i = 0; i < scratchCount; i++)
        if (at >= scratch[i].first && at < scratch[i].last)
            return 1;
    return 0;
}

UNCHECKED int te_test_check(void)
{
    cases++;
    for (int32_t i = 0; i < poolEnd; i++) {
        if (pool.bytes[i] == expected[i] || in_scratch(i))
            continue;
        failures++;
        printf("FAIL %s seed %lu: byte %ld is %d, expected %d\n", description, (unsigned long)caseSeed, (long)i, (int8_t)pool.bytes[i],
               (int8_t)expected[i]);
        return 0;
    }
    return 1;
}

int te_test_failures(void)
{
    return failures;
}

int te_test_cases(void)
{
    return cases;
}

void te_test_layout(te_test_rows *t, int32_t kind, int32_t width, int32_t channels)
{
    t->width = width;
    t->channels = channels;
    t->elementBytes = 1;
    t->first = 0;
    if (kind == TE_TEST_PLANAR) {
        t->layout.pixel = 1;
        t->layout.channel = width + (te_test_one_in(2) ? 0 : te_test_range(0, 5));
    } else {
        t->layout.pixel = channels + (kind == TE_TEST_CHANNEL_LAST_GAP ? te_test_range(0, 6) : 0);
        t->layout.channel = 1;
    }
}

void te_test_layout_tile(te_test_rows *t, int32_t kind, int32_t first, int32_t last, int32_t channels)
{
    te_test_layout(t, kind, last - first, channels);
    t->first = first;
}

te_test_columns te_test_window_columns(int32_t x0, int32_t x1, int32_t stride, int32_t padLeft, int32_t span, int32_t inWidth)
{
    const int32_t first = x0 * stride - padLeft, last = (x1 - 1) * stride - padLeft + span;
    te_test_columns c;
    c.first = first < 0 ? 0 : first < inWidth ? first : inWidth - 1;
    c.last = last > inWidth ? inWidth : last;
    c.last = c.last > c.first ? c.last : c.first + 1;
    return c;
}

void te_test_layout_s16(te_test_rows *t, int32_t kind, int32_t width, int32_t channels)
{
    te_test_layout(t, kind, width, channels);
    t->elementBytes = 2;
    t->layout.pixel *= 2;
    t->layout.channel *= 2;
}

void te_test_place(te_test_rows *t, int32_t rows, int32_t slack)
{
    int32_t order[TE_TEST_MAX_ROWS];
    const int32_t bytes = (t->width - 1) * t->layout.pixel + (t->channels - 1) * t->layout.channel + t->elementBytes;
    for (int32_t i = 0; i < rows; i++) {
        const int32_t j = te_test_range(0, i);
        order[i] = order[j];
        order[j] = i;
    }
    for (int32_t i = 0; i < rows; i++) {
        int8_t *p = te_test_alloc(bytes, t->elementBytes, slack);
        t->row[order[i]] = p - t->first * t->layout.pixel;
        for (int32_t b = 0; b < bytes; b += t->elementBytes) {
            if (t->elementBytes == 1)
                p[b] = te_test_code();
            else
                *(int16_t *)(void *)(p + b) = te_test_code_s16();
        }
    }
}

int8_t *te_test_at(const te_test_rows *t, int32_t row, int32_t x, int32_t c)
{
    return t->row[row] + x * t->layout.pixel + c * t->layout.channel;
}

int32_t te_test_value(const te_test_rows *t, int32_t row, int32_t x, int32_t c)
{
    const int8_t *at = te_test_at(t, row, x, c);
    return t->elementBytes == 1 ? *at : *(const int16_t *)(const void *)at;
}

const int16_t *te_test_row_s16(const te_test_rows *t, int32_t row)
{
    return (const int16_t *)(const void *)t->row[row];
}

int32_t te_test_rescale(int64_t v, int32_t multiplier, int32_t exponent)
{
    const int32_t shifted = (int32_t)(uint32_t)((uint64_t)v << (exponent > 0 ? exponent : 0));
    const int64_t product = (int64_t)shifted * multiplier;
    int64_t high = (product + (product >= 0 ? (int64_t)1 << 30 : 1 - ((int64_t)1 << 30))) / ((int64_t)1 << 31);
    if (shifted == INT32_MIN && multiplier == INT32_MIN)
        high = INT32_MAX;
    if (exponent >= 0)
        return (int32_t)high;
    const int64_t divisor = (int64_t)1 << -exponent;
    const int64_t magnitude = high < 0 ? -high : high;
    const int64_t rounded = (magnitude + divisor / 2) / divisor;
    return (int32_t)(high < 0 ? -rounded : rounded);
}

te_test_channel te_test_make_channel(int32_t magnitude, int anyshift)
{
    te_test_channel c;
    int32_t bits = 0;
    while (bits < 29 && magnitude >> bits > 0)
        bits++;
    c.multiplier = (int32_t)(te_test_random() >> 2 | 1u << 30);
    c.bias = te_test_range(-magnitude, magnitude);
    /* The exponent at which about half of the results saturate, plus or minus a few; sometimes anything legal. */
    c.exponent = 7 - bits + te_test_range(-3, 3);
    if (te_test_one_in(8))
        c.exponent = anyshift ? te_test_range(-31, 30) : te_test_range(-23, -1);
    if (te_test_one_in(12))
        c.multiplier = te_test_one_in(2) ? INT32_MAX : 1 << 30;
    if (te_test_one_in(12))
        c.bias = te_test_one_in(2) ? (1 << 29) : -(1 << 29);
    if (!anyshift)
        c.exponent = c.exponent > -1 ? -1 : c.exponent < -23 ? -23 : c.exponent;
    if (te_test_one_in(20)) {
        c.multiplier = 0;
        c.exponent = anyshift ? 0 : -1;
    }
    return c;
}

te_requant te_test_encode(te_test_channel c, int32_t foldedBias, int32_t outZeroPoint, int anyshift)
{
    const te_requant r = {foldedBias, c.multiplier,
                          anyshift ? outZeroPoint * 256 + (c.exponent & 255) : (2 * outZeroPoint + 1) * (1 << 23) + 24 + c.exponent};
    return r;
}

te_test_clamp te_test_make_clamp(void)
{
    te_test_clamp c = {-128, 127};
    if (te_test_one_in(3)) {
        const int32_t a = te_test_range(-128, 127), b = te_test_range(-128, 127);
        c.min = a < b ? a : b;
        c.max = a < b ? b : a;
    }
    return c;
}

int32_t te_test_finish(int64_t acc, te_test_channel c, int32_t outZeroPoint, te_test_clamp clamp)
{
    /* As in the reference, the sum with the zero point is an int32 that wraps. */
    const int64_t v = (int32_t)((uint32_t)te_test_rescale(acc, c.multiplier, c.exponent) + (uint32_t)outZeroPoint);
    return (int32_t)(v < clamp.min ? clamp.min : v > clamp.max ? clamp.max : v);
}

te_test_clamp te_test_make_clamp_s16(void)
{
    te_test_clamp c = {-32768, 32767};
    if (te_test_one_in(3)) {
        const int32_t a = te_test_code_s16(), b = te_test_code_s16();
        c.min = a < b ? a : b;
        c.max = a < b ? b : a;
    }
    return c;
}

int32_t te_test_limit(int64_t v, te_test_clamp clamp)
{
    return (int32_t)(v < clamp.min ? clamp.min : v > clamp.max ? clamp.max : v);
}

te_requant_s16 te_test_make_requant_s16(int32_t magnitude, int wide)
{
    te_test_channel c = te_test_make_channel(magnitude, 1);
    te_requant_s16 r = {c.bias, c.bias < 0 ? -1 : 0, c.multiplier, c.exponent + 8};
    if (te_test_one_in(4))
        r.biasHigh += te_test_range(-3, 3);
    if (wide) {
        r.multiplier = c.multiplier < 0x7fff0000 ? (c.multiplier + (1 << 15)) >> 16 : 0x7fff;
        r.shift = 15 - (r.shift > 7 ? 7 : r.shift < -31 ? -31 : r.shift);
    } else {
        r.shift = r.shift > 30 ? 30 : r.shift < -31 ? -31 : r.shift;
    }
    return r;
}

int32_t te_test_finish_s16(int64_t acc, te_requant_s16 r, int wide, te_test_clamp clamp)
{
    if (!wide)
        return te_test_limit(te_test_rescale((int32_t)(uint32_t)(uint64_t)(acc + r.biasLow), r.multiplier, r.shift), clamp);
    acc += (int64_t)r.biasHigh * ((int64_t)1 << 32) + (uint32_t)r.biasLow;
    /* floor((acc * multiplier + unit / 2) / unit), of which the reference keeps 32 bits. */
    const int64_t unit = (int64_t)1 << r.shift, sum = acc * r.multiplier + unit / 2;
    const int64_t v = sum >= 0 ? sum / unit : -((-sum + unit - 1) / unit);
    return te_test_limit((int32_t)(uint32_t)(uint64_t)v, clamp);
}
