/* Operators of two operands, and the selection between two, whose axes may repeat; against their definitions in float64 and int64. */
#include "te_test_elements.h"

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
