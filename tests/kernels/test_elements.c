/* Operators of one operand, or of any number, against their definitions in float64 and int64. */
#include "te_test_elements.h"

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

void te_test_prelu_s16(void)
{
    int32_t count, elements[3];
    te_prelu_s16_params p = {make_walk(2, &count, elements),
                             te_test_zero_point(),
                             {te_test_range(1 << 30, INT32_MAX), te_test_range(1 << 30, INT32_MAX)},
                             {te_test_range(-6, 2), te_test_range(-12, -4)}};
    const te_test_clamp range = {-32768, 32767};
    te_test_pool_reset();
    int16_t *in = te_test_alloc(elements[0] * 2, 2, 0), *out = te_test_alloc(count * 2, 2, 0);
    int8_t *alpha = te_test_alloc(elements[1], 1, 0);
    for (int32_t i = 0; i < elements[0]; i++)
        in[i] = te_test_code_s16();
    for (int32_t i = 0; i < elements[1]; i++)
        alpha[i] = te_test_code();
    te_test_describe("te_prelu_s16__c99", "n%ld", (long)count);
    te_test_seal();
    for (int32_t i = 0; i < count; i++) {
        const int32_t v = in[position(&p.walk, 0, i)], below = v < 0;
        const int64_t product = below ? (int64_t)v * (alpha[position(&p.walk, 1, i)] - p.zeroPointAlpha) : v;
        te_test_expect_s16(out + i, te_test_limit(te_test_rescale(product, p.multiplier[below], p.exponent[below]), range));
    }
    te_prelu_s16__c99(out, in, alpha, count, &p);
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
