#include "te_test.h"

#include "golden_softmax.h"

/* Every vector of the conformance data in turn, whatever the seed; the output lies over the input in some int8 cases. */
void te_test_softmax(void)
{
    static size_t next;
    const size_t g = next++ % (sizeof golden / sizeof golden[0]);
    const int32_t count = golden[g].rows * golden[g].params.depth;
    te_test_pool_reset();
    int8_t *in = te_test_alloc(count, 1, 0);
    int16_t *out16 = te_test_alloc(2 * count, 2, 0);
    int8_t *out = !golden[g].wide && te_test_one_in(2) ? in : (int8_t *)out16;
    for (int32_t i = 0; i < count; i++)
        in[i] = goldenIn[golden[g].first + i];
    te_test_describe(golden[g].wide ? "te_softmax_s8s16__c99" : "te_softmax_s8__c99", "%s%s", golden[g].name, out == in ? " in place" : "");
    te_test_seal();
    for (int32_t i = 0; i < count; i++) {
        const int16_t v = goldenOut[golden[g].first + i];
        if (golden[g].wide)
            te_test_expect(out16 + i, &v, 2);
        else
            te_test_expect_s8(out + i, v);
    }
    if (golden[g].wide)
        te_softmax_s8s16__c99(out16, in, count, &golden[g].params);
    else
        te_softmax_s8__c99(out, in, count, &golden[g].params);
    te_test_check();
}
