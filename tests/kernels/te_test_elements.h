/* Shared by tests of operators that go element by element over whole tensors. */
#ifndef TE_TEST_ELEMENTS_H
#define TE_TEST_ELEMENTS_H

#include <math.h>
#include <string.h>

#include "te_test.h"

#define MAX_COUNT 240

/* A random walk over two or three operands, some axes of which repeat; `elements` gets the elements of each operand. */
static inline te_walk_params make_walk(int32_t operands, int32_t *count, int32_t elements[3])
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

static inline int32_t position(const te_walk_params *w, int32_t operand, int32_t i)
{
    int32_t at = 0;
    for (int32_t a = w->rank - 1; a >= 0; a--) {
        at += i % w->extent[a] * w->stride[operand][a];
        i /= w->extent[a];
    }
    return at;
}

static inline float make_real(void)
{
    return (float)te_test_range(-3000, 3000) / 256.0f;
}

/* What a kernel computed where it lies within `ulps` of the definition, otherwise the definition. */
static inline void expect_near(const float *at, float actual, double wanted, int32_t ulps)
{
    const float exact = (float)wanted;
    int32_t a, b;
    memcpy(&a, &actual, 4);
    memcpy(&b, &exact, 4);
    const int64_t x = a < 0 ? -(int64_t)(a & INT32_MAX) : a, y = b < 0 ? -(int64_t)(b & INT32_MAX) : b;
    const int near = (isnan(exact) && isnan(actual)) || (x - y <= ulps && y - x <= ulps);
    te_test_expect(at, near ? &actual : &exact, 4);
}

#endif
