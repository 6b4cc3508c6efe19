/* Operators element by element over whole tensors, against their definitions in float64 and int64. */
#include <math.h>
#include <string.h>

#include "te_test.h"

#define MAX_COUNT 240

/* A random walk over two or three operands, some axes of which repeat; `elements` gets the elements of each operand. */
static te_walk_params make_walk(int32_t operands, int32_t *count, int32_t elements[3])
{
    te_walk_params w;
    memset(&w, 0, sizeof w);
    w.rank = te_test_range(1, 4);
    *count = 1;
    for (int32_t k = 0; k < 3; k++)
        elements[k] = 1;
    for (int32_t a = w.rank - 1; a >= 0; a--) {
        w.extent[a] = te_test_range(1, 3) + (a == w.rank - 1);
        *count *= w.extent[a];
        for (int32_t k = 0; k < operands; k++) {
            const int repeats = te_test_one_in(4);
            w.stride[k][a] = repeats ? 0 : elements[k];
            elements[k] *= repeats ? 1 : w.extent[a];
        }
    }
    return w;
}

static int32_t position(const te_walk_params *w, int32_t operand, int32_t i)
{
    int32_t at = 0;
    for (int32_t a = w->rank - 1; a >= 0; a--) {
        at += i % w->extent[a] * w->stride[operand][a];
        i /= w->extent[a];
    }
    return at;
}

static float make_real(void)
{
    return (float)te_test_range(-3000, 3000) / 256.0f;
}

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

static double unary(double v, const te_unary_params *p)
{
    switch (p->function) {
    case TE_ABS_F32:
        return fabs(v);
    case TE_NEG_F32:
        return -v;
    case TE_EXP_F32:
        return exp(v);
    case TE_LOG_F32:
        return log(v);
    case TE_SQRT_F32:
        return sqrt(v);
    case TE_RSQRT_F32:
        return 1.0 / (double)(float)sqrt(v);
    case TE_SQUARE_F32:
        return v * v;
    case TE_SIN_F32:
        return sin(v);
    case TE_COS_F32:
        return cos(v);
    case TE_FLOOR_F32:
        return floor(v);
    case TE_CEIL_F32:
        return ceil(v);
    case TE_ROUND_F32:
        return v - floor(v) == 0.5 ? 2.0 * floor((v + 0.5) / 2.0) : floor(v + 0.5);
    case TE_LOGISTIC_F32:
        return 1.0 / (1.0 + exp(-v));
    case TE_TANH_F32:
        return tanh(v);
    default:
        return v < (double)p->low ? (double)p->low : v > (double)p->high ? (double)p->high : v;
    }
}

void te_test_unary(void)
{
    static const float special[6] = {0.0f, -0.5f, 2.5f, 1e-40f, 3e38f, -90.0f};
    const int32_t count = te_test_range(1, 30);
    const te_unary_params p = {te_test_range(TE_ABS_F32, TE_CLAMP_F32), -1.5f, 6.0f};
    float actual[30];
    te_test_pool_reset();
    float *in = te_test_alloc(count * 4, 4, 0), *out = te_test_alloc(count * 4, 4, 0);
    for (int32_t i = 0; i < count; i++)
        in[i] = te_test_one_in(5) ? special[te_test_range(0, 5)] : make_real();
    te_test_describe("te_unary_f32__c99", "function %ld n%ld", (long)p.function, (long)count);
    te_test_seal();
    te_unary_f32__c99(actual, in, count, &p);
    for (int32_t i = 0; i < count; i++) {
        /* Near a zero of sine and cosine the error is that of the angle. */
        const int wide = (p.function == TE_SIN_F32 || p.function == TE_COS_F32) &&
                         (fabs(unary((double)in[i], &p)) < 1e-3 || fabs((double)in[i]) > 8000.0);
        const int exact = p.function <= TE_NEG_F32 || p.function == TE_SQRT_F32 || p.function == TE_SQUARE_F32;
        expect_near(out + i, actual[i], unary((double)in[i], &p), wide ? INT32_MAX : exact ? 0 : 4);
    }
    te_unary_f32__c99(out, in, count, &p);
    te_test_check();
}

static double binary(double a, double b, int32_t function)
{
    switch (function) {
    case TE_ADD:
        return a + b;
    case TE_SUB:
        return a - b;
    case TE_MUL:
        return a * b;
    case TE_DIV:
        return a / b;
    case TE_MINIMUM:
        return a < b ? a : b;
    case TE_MAXIMUM:
        return a > b ? a : b;
    case TE_SQUARED_DIFFERENCE:
        return (a - b) * (a - b);
    case TE_FLOOR_DIV:
        return floor(a / b);
    default:
        return a - b * floor(a / b);
    }
}

void te_test_binary_f32(void)
{
    int32_t count, elements[3];
    float actual[MAX_COUNT];
    te_binary_f32_params p = {make_walk(2, &count, elements), te_test_range(TE_ADD, TE_FLOOR_MOD), -100.0f, 80.0f};
    te_test_pool_reset();
    float *a = te_test_alloc(elements[0] * 4, 4, 0), *b = te_test_alloc(elements[1] * 4, 4, 0), *out = te_test_alloc(count * 4, 4, 0);
    for (int32_t i = 0; i < elements[0]; i++)
        a[i] = (float)te_test_range(-300, 300) / 8.0f;
    for (int32_t i = 0; i < elements[1]; i++)
        b[i] = (float)(te_test_range(0, 300) - 600 * te_test_one_in(2)) / 8.0f + 0.125f;
    te_test_describe("te_binary_f32__c99", "function %ld n%ld", (long)p.function, (long)count);
    te_test_seal();
    te_binary_f32__c99(actual, a, b, count, &p);
    for (int32_t i = 0; i < count; i++) {
        const double v = binary((double)a[position(&p.walk, 0, i)], (double)b[position(&p.walk, 1, i)], p.function);
        expect_near(out + i, actual[i], p.function > TE_DIV ? v : v < -100.0 ? -100.0 : v > 80.0 ? 80.0 : v, 0); /* -0 is 0 */
    }
    te_binary_f32__c99(out, a, b, count, &p);
    te_test_check();
}

void te_test_binary_s32(void)
{
    int32_t count, elements[3];
    te_binary_s32_params p = {make_walk(2, &count, elements), te_test_range(TE_ADD, TE_FLOOR_MOD), -5000, 4000};
    te_test_pool_reset();
    int32_t *a = te_test_alloc(elements[0] * 4, 4, 0), *b = te_test_alloc(elements[1] * 4, 4, 0), *out = te_test_alloc(count * 4, 4, 0);
    for (int32_t i = 0; i < elements[0]; i++)
        a[i] = te_test_range(-300, 300);
    for (int32_t i = 0; i < elements[1]; i++)
        b[i] = te_test_one_in(2) ? te_test_range(1, 40) : te_test_range(-40, -1);
    te_test_describe("te_binary_s32__c99", "function %ld n%ld", (long)p.function, (long)count);
    te_test_seal();
    for (int32_t i = 0; i < count; i++) {
        const int32_t x = a[position(&p.walk, 0, i)], y = b[position(&p.walk, 1, i)];
        const double v = p.function == TE_DIV ? (double)(x / y) : binary((double)x, (double)y, p.function);
        const int32_t wanted = (int32_t)(v < -5000.0 ? -5000.0 : v > 4000.0 ? 4000.0 : v);
        te_test_expect(out + i, &wanted, 4);
    }
    te_binary_s32__c99(out, a, b, count, &p);
    te_test_check();
}

/* SQUARED_DIFFERENCE in steps of the reference, minimum and maximum, and DIV within one code of the real quotient. */
void te_test_binary_quantized(void)
{
    const int wide = te_test_one_in(2);
    static const int32_t functions[4] = {TE_MINIMUM, TE_MAXIMUM, TE_SQUARED_DIFFERENCE, TE_DIV};
    int32_t count, elements[3];
    int8_t actual8[MAX_COUNT];
    te_binary_quantized_params p;
    memset(&p, 0, sizeof p);
    p.walk = make_walk(2, &count, elements);
    p.function = functions[te_test_range(0, wide ? 2 : 3)];
    p.leftShift = wide ? 0 : 7;
    p.clampMin = wide ? -32768 : -128;
    p.clampMax = wide ? 32767 : 127;
    for (int32_t k = 0; k < 3; k++) {
        p.zeroPoint[k] = wide ? 0 : te_test_range(-20, 20);
        p.multiplier[k] = te_test_range(1 << 30, INT32_MAX);
        p.exponent[k] = k < 2 ? -te_test_range(1, 3) : p.function == TE_DIV ? te_test_range(2, 7) : -te_test_range(4, 14) - 8 * wide;
    }
    const int32_t bytes = wide ? 2 : 1;
    te_test_pool_reset();
    int8_t *a = te_test_alloc(elements[0] * bytes, bytes, 0), *b = te_test_alloc(elements[1] * bytes, bytes, 0),
           *out = te_test_alloc(count * bytes, bytes, 0);
    for (int32_t k = 0; k < 2; k++)
        for (int32_t i = 0; i < elements[k]; i++) {
            const int16_t v16 = te_test_code_s16();
            if (wide)
                memcpy((k == 0 ? a : b) + 2 * i, &v16, 2);
            else
                (k == 0 ? a : b)[i] = k == 1 && p.function == TE_DIV ? (int8_t)te_test_range(60, 100) : te_test_code();
        }
    te_test_describe(wide ? "te_binary_s16__c99" : "te_binary_s8__c99", "function %ld n%ld", (long)p.function, (long)count);
    te_test_seal();
    if (!wide && p.function == TE_DIV)
        te_binary_s8__c99(actual8, a, b, count, &p);
    for (int32_t i = 0; i < count; i++) {
        const int32_t at0 = position(&p.walk, 0, i), at1 = position(&p.walk, 1, i);
        int16_t x16 = 0, y16 = 0;
        if (wide) {
            memcpy(&x16, a + 2 * at0, 2);
            memcpy(&y16, b + 2 * at1, 2);
        }
        const int32_t x = wide ? x16 : a[at0], y = wide ? y16 : b[at1];
        int64_t v = p.function == TE_MINIMUM ? (x < y ? x : y) : x > y ? x : y;
        if (p.function == TE_SQUARED_DIFFERENCE) {
            const int32_t x0 = te_test_rescale((int64_t)(x - p.zeroPoint[0]) * (1 << p.leftShift), p.multiplier[0], p.exponent[0]);
            const int32_t y0 = te_test_rescale((int64_t)(y - p.zeroPoint[1]) * (1 << p.leftShift), p.multiplier[1], p.exponent[1]);
            const uint32_t d = (uint32_t)x0 - (uint32_t)y0;
            v = (int64_t)te_test_rescale((int32_t)(d * d), p.multiplier[2], p.exponent[2]) + p.zeroPoint[2];
        } else if (p.function == TE_DIV) {
            const double factor = ldexp((double)p.multiplier[2], p.exponent[2] - 31);
            const double real = factor * (x - p.zeroPoint[0]) / (y - p.zeroPoint[1]) + p.zeroPoint[2];
            const double limited = real < -128.0 ? -128.0 : real > 127.0 ? 127.0 : real;
            v = fabs(actual8[i] - limited) < 1.0 ? actual8[i] : (int64_t)floor(limited + 0.5);
        }
        const te_test_clamp clamp = {p.clampMin, p.clampMax};
        if (wide)
            te_test_expect_s16(out + 2 * i, te_test_limit(v, clamp));
        else
            te_test_expect_s8(out + i, te_test_limit(v, clamp));
    }
    if (wide)
        te_binary_s16__c99((int16_t *)(void *)out, (int16_t *)(void *)a, (int16_t *)(void *)b, count, &p);
    else
        te_binary_s8__c99(out, a, b, count, &p);
    te_test_check();
}

static int holds(double a, double b, int32_t relation)
{
    switch (relation) {
    case TE_EQUAL:
        return a == b;
    case TE_NOT_EQUAL:
        return a != b;
    case TE_LESS:
        return a < b;
    case TE_LESS_EQUAL:
        return a <= b;
    case TE_GREATER:
        return a > b;
    case TE_GREATER_EQUAL:
        return a >= b;
    case TE_AND:
        return a != 0.0 && b != 0.0;
    default:
        return a != 0.0 || b != 0.0;
    }
}

void te_test_compare(void)
{
    static const char *const names[] = {"te_compare_s8__c99", "te_compare_s32__c99", "te_compare_s64__c99", "te_compare_f32__c99"};
    static const int32_t sizes[] = {1, 4, 8, 4};
    const int32_t kind = te_test_range(0, 3), size = sizes[kind];
    int32_t count, elements[3];
    te_compare_params p;
    memset(&p, 0, sizeof p);
    p.walk = make_walk(2, &count, elements);
    p.relation = te_test_range(TE_EQUAL, TE_OR);
    const int scaled = kind == 0 && te_test_one_in(2);
    for (int32_t k = 0; scaled && k < 2; k++) {
        p.zeroPoint[k] = te_test_zero_point();
        p.multiplier[k] = te_test_range(1 << 30, INT32_MAX);
        p.exponent[k] = -te_test_range(0, 8);
    }
    te_test_pool_reset();
    int8_t *out = te_test_alloc(count, 1, 0);
    int8_t *operand[2];
    for (int32_t k = 0; k < 2; k++) {
        operand[k] = te_test_alloc(elements[k] * size, size, 0);
        for (int32_t i = 0; i < elements[k]; i++) {
            const int32_t v = kind == 0 && te_test_one_in(2) ? te_test_code() : te_test_range(-1, 2);
            const int64_t wide = v;
            const float real = (float)v;
            operand[k][i * size] = (int8_t)v;
            if (kind > 0)
                memcpy(operand[k] + i * size,
                       kind == 1   ? (const void *)&v
                       : kind == 2 ? (const void *)&wide
                                   : (const void *)&real,
                       (size_t)size);
        }
    }
    te_test_describe(names[kind], "relation %ld n%ld", (long)p.relation, (long)count);
    te_test_seal();
    for (int32_t i = 0; i < count; i++) {
        double v[2];
        for (int32_t k = 0; k < 2; k++) {
            const int8_t *at = operand[k] + position(&p.walk, k, i) * size;
            int32_t v32;
            int64_t v64;
            float real;
            memcpy(&v32, at, kind == 1 ? 4 : 1);
            memcpy(&v64, at, kind == 2 ? 8 : 1);
            memcpy(&real, at, kind == 3 ? 4 : 1);
            v[k] = kind == 0
                       ? (scaled ? (double)te_test_rescale((*at - p.zeroPoint[k]) * 256, p.multiplier[k], p.exponent[k]) : (double)*at)
                   : kind == 1 ? (double)v32
                   : kind == 2 ? (double)v64
                               : (double)real;
        }
        te_test_expect_s8(out + i, holds(v[0], v[1], p.relation));
    }
    if (kind == 0)
        te_compare_s8__c99(out, operand[0], operand[1], count, &p);
    else if (kind == 1)
        te_compare_s32__c99(out, (int32_t *)(void *)operand[0], (int32_t *)(void *)operand[1], count, &p);
    else if (kind == 2)
        te_compare_s64__c99(out, (int64_t *)(void *)operand[0], (int64_t *)(void *)operand[1], count, &p);
    else
        te_compare_f32__c99(out, (float *)(void *)operand[0], (float *)(void *)operand[1], count, &p);
    te_test_check();
}

void te_test_select(void)
{
    int32_t count, elements[3];
    const te_walk_params walk = make_walk(3, &count, elements);
    const te_select_params p = {walk, 1 << te_test_range(0, 3)};
    te_test_pool_reset();
    int8_t *condition = te_test_alloc(elements[0], 1, 0);
    int8_t *a = te_test_alloc(elements[1] * p.elementBytes, p.elementBytes, 0),
           *b = te_test_alloc(elements[2] * p.elementBytes, p.elementBytes, 0),
           *out = te_test_alloc(count * p.elementBytes, p.elementBytes, 0);
    for (int32_t i = 0; i < elements[0]; i++)
        condition[i] = (int8_t)te_test_one_in(2);
    for (int32_t i = 0; i < elements[1] * p.elementBytes; i++)
        a[i] = te_test_code();
    for (int32_t i = 0; i < elements[2] * p.elementBytes; i++)
        b[i] = te_test_code();
    te_test_describe("te_select__c99", "n%ld of %ld bytes", (long)count, (long)p.elementBytes);
    te_test_seal();
    for (int32_t i = 0; i < count; i++)
        te_test_expect(out + i * p.elementBytes,
                       condition[position(&walk, 0, i)] ? a + position(&walk, 1, i) * p.elementBytes
                                                        : b + position(&walk, 2, i) * p.elementBytes,
                       p.elementBytes);
    te_select__c99(out, condition, a, b, count, &p);
    te_test_check();
}

void te_test_cast(void)
{
    static const int32_t sizes[] = {1, 1, 2, 4, 8, 4, 1, 4};
    const te_cast_params p = {te_test_range(TE_CAST_S8, TE_CAST_U32), te_test_range(TE_CAST_S8, TE_CAST_U32)};
    const int32_t count = te_test_range(1, 20), from = sizes[p.from], to = sizes[p.to];
    te_test_pool_reset();
    int8_t *in = te_test_alloc(count * from, from, 0), *out = te_test_alloc(count * to, to, 0);
    te_test_describe("te_cast__c99", "%ld to %ld n%ld", (long)p.from, (long)p.to, (long)count);
    int64_t values[20];
    for (int32_t i = 0; i < count; i++) {
        const int32_t least = p.from == TE_CAST_U8 || p.from == TE_CAST_U32 ? 0 : -128;
        values[i] = p.from == TE_CAST_BOOL ? te_test_one_in(2) : te_test_range(least, 127);
        const float real = (float)values[i] + (values[i] < 0 ? -0.5f : 0.5f);
        memcpy(in + i * from, values + i, (size_t)from);
        if (p.from == TE_CAST_F32)
            memcpy(in + i * from, &real, 4);
    }
    te_test_seal();
    for (int32_t i = 0; i < count; i++) {
        const float real = (float)values[i] + (p.from == TE_CAST_F32 ? (values[i] < 0 ? -0.5f : 0.5f) : 0.0f);
        const int64_t flag = p.from == TE_CAST_F32 ? real != 0.0f : values[i] != 0;
        te_test_expect(out + i * to,
                       p.to == TE_CAST_F32    ? (const void *)&real
                       : p.to == TE_CAST_BOOL ? (const void *)&flag
                                              : values + i,
                       to);
    }
    te_cast__c99(out, in, count, &p);
    te_test_check();
}

void te_test_abs_s16(void)
{
    const int32_t count = te_test_range(1, 30);
    const te_abs_s16_params p = {te_test_range(1 << 30, INT32_MAX), te_test_range(-6, 2)};
    const te_test_clamp range = {-32768, 32767};
    te_test_pool_reset();
    int16_t *in = te_test_alloc(count * 2, 2, 0), *out = te_test_alloc(count * 2, 2, 0);
    for (int32_t i = 0; i < count; i++)
        in[i] = te_test_code_s16();
    te_test_describe("te_abs_s16__c99", "n%ld", (long)count);
    te_test_seal();
    for (int32_t i = 0; i < count; i++)
        te_test_expect_s16(out + i, te_test_limit(te_test_rescale(in[i] < 0 ? -in[i] : in[i], p.multiplier, p.exponent), range));
    te_abs_s16__c99(out, in, count, &p);
    te_test_check();
}

void te_test_leaky_relu_s16(void)
{
    const int32_t count = te_test_range(1, 30);
    const te_leaky_relu_s16_params p = {{te_test_range(1 << 30, INT32_MAX), te_test_range(1 << 30, INT32_MAX)},
                                        {te_test_range(-6, 2), te_test_range(-6, 2)},
                                        te_test_one_in(2)};
    const te_test_clamp range = {-32768, 32767};
    te_test_pool_reset();
    int16_t *in = te_test_alloc(count * 2, 2, 0), *out = te_test_alloc(count * 2, 2, 0);
    for (int32_t i = 0; i < count; i++)
        in[i] = te_test_code_s16();
    te_test_describe("te_leaky_relu_s16__c99", "n%ld", (long)count);
    te_test_seal();
    for (int32_t i = 0; i < count; i++) {
        const int64_t v = te_test_rescale(in[i], p.multiplier[in[i] < 0], p.exponent[in[i] < 0]);
        te_test_expect_s16(out + i, te_test_limit(in[i] < 0 && p.negates ? -v : v, range));
    }
    te_leaky_relu_s16__c99(out, in, count, &p);
    te_test_check();
}

void te_test_add_n(void)
{
    const te_test_clamp range = {-128, 127};
    const int32_t width = te_test_range(1, 8);
    const te_add_n_params p = {
        te_test_range(2, 5),   te_test_range(1, 5), te_test_zero_point(), te_test_zero_point(), te_test_range(1 << 30, INT32_MAX),
        -te_test_range(17, 22)};
    const int8_t *rows[5];
    te_test_pool_reset();
    for (int32_t k = 0; k < p.count; k++) {
        int8_t *row = te_test_alloc(width * p.channels, 1, 0);
        for (int32_t i = 0; i < width * p.channels; i++)
            row[i] = te_test_code();
        rows[k] = row;
    }
    int8_t *out = te_test_alloc(width * p.channels, 1, 0);
    te_test_describe("te_add_n_s8__c99", "%ld operands w%ld c%ld", (long)p.count, (long)width, (long)p.channels);
    te_test_seal();
    for (int32_t i = 0; i < width * p.channels; i++) {
        int64_t sum = -p.zeroPointIn;
        for (int32_t k = 0; k < p.count; k++)
            sum += rows[k][i] - p.zeroPointIn;
        te_test_expect_s8(out + i, te_test_limit((int64_t)te_test_rescale(sum * 524288, p.multiplier, p.exponent) + p.zeroPointOut, range));
    }
    te_add_n_s8__c99(out, rows, 0, width, &p, NULL);
    te_test_check();
}
