/* Runs every suite of kernel tests. Host: main [SUITE [CASES [SEED]]]. Board: all suites, TE_TEST_CASES cases each and more until each
 * kernel of a suite has had TE_TEST_EACH. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "te_test.h"

#ifndef TE_TEST_CASES
#define TE_TEST_CASES 400
#endif
#ifndef TE_TEST_EACH
#define TE_TEST_EACH 1
#endif

static const struct {
    const char *name;
    void (*run)(void);
} suites[] = {
    {"simd", te_test_simd},
    {"conv2d", te_test_conv2d},
    {"conv2d_k1x1", te_test_conv2d_k1x1},
    {"dwconv2d", te_test_dwconv2d},
    {"dwconv2d_in_place", te_test_dwconv2d_in_place},
    {"conv2d_s16", te_test_conv2d_s16},
    {"dwconv2d_s16", te_test_dwconv2d_s16},
    {"fully_connected", te_test_fully_connected},
    {"fully_connected_s16", te_test_fully_connected_s16},
    {"fully_connected_any", te_test_fully_connected_any},
    {"transpose_conv", te_test_transpose_conv},
    {"transpose_conv_s16", te_test_transpose_conv_s16},
    {"batch_matmul", te_test_batch_matmul},
    {"svdf", te_test_svdf},
    {"lstm", te_test_lstm},
    {"add", te_test_add},
    {"add_linear", te_test_add_linear},
    {"mul", te_test_mul},
    {"minmax", te_test_minmax},
    {"lut", te_test_lut},
    {"prelu", te_test_prelu},
    {"elementwise_s16", te_test_elementwise_s16},
    {"activation_s16", te_test_activation_s16},
    {"logistic_steep_s16", te_test_logistic_steep_s16},
    {"prelu_s16", te_test_prelu_s16},
    {"l2_normalization", te_test_l2_normalization},
    {"softmax_s16", te_test_softmax_s16},
    {"pool2d", te_test_pool2d},
    {"pool2d_s16", te_test_pool2d_s16},
    {"mean_s16", te_test_mean_s16},
    {"arg", te_test_arg},
    {"mean", te_test_mean},
    {"reduce_nd", te_test_reduce_nd},
    {"softmax", te_test_softmax},
    {"copy", te_test_copy},
    {"shift_lines", te_test_shift_lines},
    {"copy_nd", te_test_copy_nd},
    {"update_variable", te_test_update_variable},
    {"fill", te_test_fill},
    {"fill_row", te_test_fill_row},
    {"pad", te_test_pad},
    {"resize_nearest", te_test_resize_nearest},
    {"resize_bilinear", te_test_resize_bilinear},
    {"mirror_pad", te_test_mirror_pad},
    {"gather", te_test_gather},
    {"quantize", te_test_quantize},
    {"leaky_relu_s16", te_test_leaky_relu_s16},
    {"detection", te_test_detection},
    {"signal", te_test_signal},
    {"gather_nd", te_test_gather_nd},
    {"update_slice", te_test_update_slice},
    {"cumsum", te_test_cumsum},
    {"l2_pool2d", te_test_l2_pool2d},
    {"softmax_f32", te_test_softmax_f32},
    {"log_softmax", te_test_log_softmax},
    {"unary", te_test_unary},
    {"binary_f32", te_test_binary_f32},
    {"binary_s32", te_test_binary_s32},
    {"binary_quantized", te_test_binary_quantized},
    {"compare", te_test_compare},
    {"select", te_test_select},
    {"cast", te_test_cast},
    {"abs_s16", te_test_abs_s16},
    {"add_n", te_test_add_n},
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
        te_test_begin_suite();
        for (int i = 0; (i < count || te_test_fewest_cases() < TE_TEST_EACH) && te_test_failures() < failuresBefore + 5; i++) {
            te_test_seed((uint32_t)(seed + i));
            suites[s].run();
        }
        printf("%-18s %6d cases  %s\n", suites[s].name, te_test_cases() - casesBefore,
               te_test_failures() == failuresBefore ? "ok" : "FAILED");
    }
    if (only == NULL || strcmp(only, "all") == 0)
        te_test_unused();
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
