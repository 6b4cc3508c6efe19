/* Kernels that approximate a real function, against the function in double precision. */
#include <math.h>
#include <string.h>

#include "te_test.h"

/* The kernel has run; its result must lie within `tolerance` of the real value. */
static void expect_near_s16(const int16_t *at, double real, double tolerance)
{
    const double limited = real > 32767 ? 32767 : real < -32768 ? -32768 : real;
    te_test_expect_s16(at, fabs(*at - limited) <= tolerance ? *at : (int32_t)floor(limited + 0.5));
}

void te_test_activation_s16(void)
{
    const int isTanh = te_test_one_in(2);
    const int32_t count = te_test_range(1, 40);
    te_test_pool_reset();
    int16_t *in = te_test_alloc(2 * count, 2, 0), copy[40];
    int16_t *out = te_test_one_in(2) ? in : te_test_alloc(2 * count, 2, 0);
    /* Either unit: scale * 2^12 * 3 * 2^shift, at most 15 bits. */
    const double scale = te_test_one_in(3) ? 1.0 / 4096 : ldexp(1.0 + te_test_range(0, 999) / 1000.0, -te_test_range(9, 14));
    te_activation_s16_params p = {3, 0};
    if (scale * 4096 != 1.0) {
        double multiplier = scale * 4096 * 3;
        for (; multiplier <= 32767 / 2.0; multiplier *= 2)
            p.shift++;
        p.multiplier = (int32_t)multiplier;
    }
    for (int32_t i = 0; i < count; i++)
        copy[i] = in[i] = te_test_one_in(2) ? te_test_code_s16() : (int16_t)te_test_range(-3000, 3000);
    te_test_describe(isTanh ? "te_tanh_s16__c99" : "te_logistic_s16__c99", "n%ld multiplier %ld shift %ld%s", (long)count,
                     (long)p.multiplier, (long)p.shift, out == in ? " in place" : "");
    te_test_seal();
    (isTanh ? te_tanh_s16__c99 : te_logistic_s16__c99)(out, in, count, &p);
    for (int32_t i = 0; i < count; i++) {
        const double x = copy[i] * scale;
        expect_near_s16(out + i, 32768 * (isTanh ? tanh(x) : 1 / (1 + exp(-x))), isTanh ? 6.0 : 4.0);
    }
    te_test_check();
}

/* Codes up to the largest whose product fits 32 bits as without the limit; beyond it 0 or 1. */
void te_test_logistic_steep_s16(void)
{
    const int32_t count = te_test_range(1, 40);
    const te_activation_s16_params p = {te_test_one_in(2) ? te_test_range(65536, 300000) : te_test_range(65536, INT32_MAX), 0};
    te_test_pool_reset();
    int16_t *in = te_test_alloc(2 * count, 2, 0), copy[40];
    int16_t *out = te_test_one_in(2) ? in : te_test_alloc(2 * count, 2, 0);
    for (int32_t i = 0; i < count; i++)
        copy[i] = in[i] = te_test_one_in(2) ? te_test_code_s16() : (int16_t)te_test_range(-3, 3);
    te_test_describe("te_logistic_steep_s16__c99", "n%ld multiplier %ld%s", (long)count, (long)p.multiplier, out == in ? " in place" : "");
    te_test_seal();
    te_logistic_steep_s16__c99(out, in, count, &p);
    for (int32_t i = 0; i < count; i++)
        expect_near_s16(out + i, 32768 / (1 + exp(-(double)copy[i] * p.multiplier / (4096 * 3))), 4.0);
    te_test_check();
}

static double exp_at(double position)
{
    return 32768 * exp(-10 + position * 10 / 512);
}

static double reciprocal_at(double position)
{
    return 32768 / (1 + position / 512);
}

/* Lowered by half the error of interpolation in the middle of the interval. */
static int16_t entry(double (*function)(double), int32_t i)
{
    const double error = i == 512 ? 0 : (function(i) + function(i + 1)) / 2 - function(i + 0.5);
    const double v = floor(function(i) - error / 2 + 0.5);
    return (int16_t)(v > 32767 ? 32767 : v);
}

void te_test_softmax_s16(void)
{
    static int16_t expTable[513], reciprocalTable[513];
    const int32_t rows = te_test_range(1, 3), depth = te_test_range(1, 30);
    te_test_pool_reset();
    for (int32_t i = 0; i <= 512; i++) {
        expTable[i] = entry(exp_at, i);
        reciprocalTable[i] = entry(reciprocal_at, i);
    }
    /* scale * 65535 / 10 as multiplier and exponent */
    const double scale = ldexp(1.0 + te_test_range(0, 999) / 1000.0, -te_test_range(8, 14)), factor = scale * 6553.5;
    te_softmax_s16_params p = {depth, 0, 0, expTable, reciprocalTable};
    int exponent;
    p.multiplier = (int32_t)floor(frexp(factor, &exponent) * 2147483647.0);
    p.exponent = exponent;
    int16_t *in = te_test_alloc(2 * rows * depth, 2, 0), copy[90];
    int16_t *out = te_test_one_in(2) ? in : te_test_alloc(2 * rows * depth, 2, 0);
    for (int32_t i = 0; i < rows * depth; i++)
        copy[i] = in[i] = te_test_one_in(2) ? te_test_code_s16() : (int16_t)te_test_range(-3000, 3000);
    te_test_describe("te_softmax_s16__c99", "%ld x %ld scale %f%s", (long)rows, (long)depth, scale, out == in ? " in place" : "");
    te_test_seal();
    te_softmax_s16__c99(out, in, rows * depth, &p);
    for (int32_t row = 0; row < rows; row++) {
        const int16_t *v = copy + row * depth;
        double sum = 0;
        int32_t max = -32768;
        for (int32_t i = 0; i < depth; i++)
            max = v[i] > max ? v[i] : max;
        for (int32_t i = 0; i < depth; i++)
            sum += exp((v[i] - max) * scale);
        /* Exponents below -10 count as -10, which is 1.5. */
        for (int32_t i = 0; i < depth; i++)
            expect_near_s16(out + row * depth + i, 32768 * exp((v[i] - max) * scale) / sum, 10.0 + 1.5 * depth);
    }
    te_test_check();
}

void te_test_l2_normalization(void)
{
    te_l2_normalization_s8_params p;
    te_test_rows in, out;
    te_test_pool_reset();
    const int32_t width = te_test_range(1, 9), x0 = te_test_range(0, width - 1), x1 = te_test_range(x0 + 1, width);
    p.channels = te_test_one_in(5) ? te_test_range(18, 300) : te_test_range(1, 17);
    p.inZeroPoint = te_test_zero_point();
    te_test_layout(&in, te_test_range(0, TE_TEST_LAYOUTS - 1), width, p.channels);
    te_test_layout(&out, te_test_range(0, TE_TEST_LAYOUTS - 1), x1 - x0, p.channels);
    te_test_place(&in, 1, 0);
    te_test_place(&out, 1, 0);
    for (int32_t i = te_test_range(0, 20); i > 0; i--)
        *te_test_at(&in, 0, te_test_range(0, width - 1), te_test_range(0, p.channels - 1)) = (int8_t)p.inZeroPoint;
    p.in = in.layout;
    p.out = out.layout;
    te_test_describe("te_l2_normalization_s8__c99", "w%ld c%ld x[%ld,%ld)", (long)width, (long)p.channels, (long)x0, (long)x1);
    te_test_seal();
    const int8_t *rows[1] = {in.row[0]};
    te_l2_normalization_s8__c99(out.row[0], rows, x0, x1, &p, NULL);
    for (int32_t x = x0; x < x1; x++) {
        double squares = 0;
        for (int32_t c = 0; c < p.channels; c++)
            squares += pow(*te_test_at(&in, 0, x, c) - p.inZeroPoint, 2);
        /* Two roundings: of the product, and of the shift by one or more that follows. */
        for (int32_t c = 0; c < p.channels; c++) {
            const double v = squares == 0 ? 0 : 128 * (*te_test_at(&in, 0, x, c) - p.inZeroPoint) / sqrt(squares);
            const double limited = v > 127 ? 127 : v < -128 ? -128 : v;
            const int8_t *at = te_test_at(&out, 0, x - x0, c);
            te_test_expect_s8(at, fabs(*at - limited) <= 0.751 ? *at : (int32_t)floor(limited + 0.5));
        }
    }
    te_test_check();
}
