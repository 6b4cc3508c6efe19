/* Steps of net, schedule layers: 5 in all, arena 576 bytes. */
#include "net.h"

#include <stddef.h>

#include "net_weights.h"

#define TE_STATIC_ASSERT(condition, name) typedef char te_assert_##name[(condition) ? 1 : -1]

/* Built with -DTE_STEP_HOOK, the network calls net_step before each step and once at the end, for timers and checkers. */
#ifdef TE_STEP_HOOK
void net_step(void *arena, int32_t step);
#define TE_STEP(arena, step) net_step(arena, step)
#else
#define TE_STEP(arena, step) ((void)0)
#endif

/* CONV_2D 'conv_2d_1': 1x1 stride 1x1 */
static const te_conv2d_s8_k1x1_params params_0 = {
    .in = { 5, 1 },
    .out = { 8, 1 },
    .inChannels = 5,
    .outChannels = 8,
    .clampMin = -128,
    .clampMax = 127,
    .weights = net_w_0_weights,
    .requant = net_t_0_requant,
};
TE_STATIC_ASSERT((TE_CONV2D_S8_K1X1_SCRATCH_BYTES(5)) <= 32, scratch_0_0);
static void step_0(uint8_t *arena, const net_inputs *in)
{
    const int8_t *const in0 = (const int8_t *)in->input_1;
    int8_t *const out0 = (int8_t *)(arena + 0);
    const int8_t *const rows[1] = { in0 };
    te_conv2d_s8_k1x1__c99(out0, rows, 0, 36, &params_0, arena + 288);
}

/* CONV_2D 'conv_2d_0': 3x3 stride 2x2 pad 0,1 0,1 */
static const te_conv2d_s8_params params_1 = {
    .in = { 3, 1 },
    .out = { 8, 1 },
    .inWidth = 12,
    .inChannels = 3,
    .outChannels = 8,
    .groups = 1,
    .kernelHeight = 3,
    .kernelWidth = 3,
    .strideX = 2,
    .dilationX = 1,
    .padLeft = 0,
    .inZeroPoint = -1,
    .clampMin = -128,
    .clampMax = 127,
    .weights = net_w_1_weights,
    .requant = net_t_1_requant,
};
static void step_1(uint8_t *arena, const net_inputs *in)
{
    const int8_t *const in0 = (const int8_t *)in->input_0;
    int8_t *const out0 = (int8_t *)(arena + 288);
    const int8_t *rows[3];
    for (int32_t y = 0; y < 6; ++y) {
        for (int32_t k = 0; k < 3; ++k) {
            const int32_t row = y * 2 + k;
            rows[k] = row >= 0 && row < 12 ? in0 + row * 36 : NULL;
        }
        te_conv2d_s8__c99(out0 + y * 48, rows, 0, 6, &params_1, NULL);
    }
}

/* ADD 'add_2' */
static const te_add_s8_linear_params params_2 = {
    .in0 = { 8, 1 },
    .in1 = { 8, 1 },
    .out = { 8, 1 },
    .channels = 8,
    .multiplier0 = 139947874,
    .multiplier1 = 139947874,
    .constant = 6254434,
    .shift = 20,
    .clampMin = -128,
    .clampMax = 127,
};
static void step_2(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 288);
    const int8_t *const in1 = (const int8_t *)(arena + 0);
    int8_t *const out0 = (int8_t *)(arena + 0);
    const int8_t *const rows[2] = { in0, in1 };
    te_add_s8_linear__c99(out0, rows, 0, 36, &params_2, NULL);
}

/* CONV_2D 'conv_2d_3': 3x3 stride 1x1 pad 1,1 1,1 */
static const te_conv2d_s8_params params_3 = {
    .in = { 8, 1 },
    .out = { 6, 1 },
    .inWidth = 6,
    .inChannels = 8,
    .outChannels = 6,
    .groups = 1,
    .kernelHeight = 3,
    .kernelWidth = 3,
    .strideX = 1,
    .dilationX = 1,
    .padLeft = 1,
    .inZeroPoint = -128,
    .clampMin = -128,
    .clampMax = 127,
    .weights = net_w_3_weights,
    .requant = net_t_3_requant,
};
static void step_3(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 0);
    int8_t *const out0 = (int8_t *)(arena + 144);
    const int8_t *rows[3];
    for (int32_t y = 5; y >= 0; --y) {
        for (int32_t k = 0; k < 3; ++k) {
            const int32_t row = y - 1 + k;
            rows[k] = row >= 0 && row < 6 ? in0 + row * 48 : NULL;
        }
        te_conv2d_s8__c99(out0 + y * 36, rows, 0, 6, &params_3, NULL);
    }
}

/* MEAN 'mean_4': axes 1,2 */
static const te_mean_s8_params params_4 = {
    .in = { 6, 1 },
    .channels = 6,
    .requant = { 4608, 986081780, -32515 },
    .count = 36,
    .clampMin = -128,
    .clampMax = 127,
};
TE_STATIC_ASSERT((TE_MEAN_S8_SUMS_BYTES(6)) <= 24, scratch_4_0);
static void step_4(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 144);
    int8_t *const out0 = (int8_t *)(arena + 24);
    int32_t *const sums = (int32_t *)(void *)(arena + 0);
    te_mean_s8_begin__c99(sums, &params_4);
    for (int32_t y = 0; y < 6; ++y) {
        const int8_t *const rows[1] = { in0 + y * 36 };
        te_mean_s8_rows__c99(sums, rows, 0, 6, &params_4, NULL);
    }
    te_mean_s8_finish__c99(out0, sums, &params_4);
}

int net_run(net_arena *a, const net_inputs *in, net_outputs *out)
{
    uint8_t *const arena = a->bytes;
    TE_STEP(arena, 0);
    step_0(arena, in);
    TE_STEP(arena, 1);
    step_1(arena, in);
    TE_STEP(arena, 2);
    step_2(arena);
    TE_STEP(arena, 3);
    step_3(arena);
    TE_STEP(arena, 4);
    step_4(arena);
    TE_STEP(arena, 5);
    out->mean_4 = (const int8_t *)(arena + 24);
    return 0;
}
