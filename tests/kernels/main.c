/* Runs every suite of kernel tests. Host: main [SUITE [CASES [SEED]]]. Board: all suites, TE_TEST_CASES cases each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "te_test.h"

#ifndef TE_TEST_CASES
#define TE_TEST_CASES 400
#endif

static const struct {
    const char *name;
    void (*run)(void);
} suites[] = {
    {"simd", te_test_simd},
    {"conv2d", te_test_conv2d},
    {"conv2d_k1x1", te_test_conv2d_k1x1},
    {"dwconv2d", te_test_dwconv2d},
    {"fully_connected", te_test_fully_connected},
    {"add", te_test_add},
    {"add_linear", te_test_add_linear},
    {"mul", te_test_mul},
    {"minmax", te_test_minmax},
    {"lut", te_test_lut},
    {"pool2d", te_test_pool2d},
    {"mean", te_test_mean},
    {"reduce_nd", te_test_reduce_nd},
    {"softmax", te_test_softmax},
    {"copy", te_test_copy},
    {"copy_nd", te_test_copy_nd},
    {"pad", te_test_pad},
    {"resize_nearest", te_test_resize_nearest},
    {"quantize", te_test_quantize},
};

int te_test_main(int argc, char **argv);

int te_test_main(int argc, char **argv)
{
    const char *only = argc > 1 ? argv[1] : NULL;
    const int count = argc > 2 ? atoi(argv[2]) : TE_TEST_CASES;
    const int seed = argc > 3 ? atoi(argv[3]) : 1;
    for (size_t s = 0; s < sizeof suites / sizeof suites[0]; s++) {
        if (only != NULL && strcmp(only, "all") != 0 && strcmp(only, suites[s].name) != 0)
            continue;
        const int casesBefore = te_test_cases(), failuresBefore = te_test_failures();
        for (int i = 0; i < count && te_test_failures() < failuresBefore + 5; i++) {
            te_test_seed((uint32_t)(seed + i));
            suites[s].run();
        }
        printf("%-16s %6d cases  %s\n", suites[s].name, te_test_cases() - casesBefore,
               te_test_failures() == failuresBefore ? "ok" : "FAILED");
    }
    printf("%d cases, %d failures\n", te_test_cases(), te_test_failures());
    return te_test_failures() != 0;
}

#ifdef TE_TEST_BOARD
int main(void)
{
    return te_test_main(0, NULL);
}
#else
int main(int argc, char **argv)
{
    return te_test_main(argc, argv);
}
#endif
