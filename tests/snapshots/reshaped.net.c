/* Steps of net, schedule layers: 8 in all, arena 268 bytes. */
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

/* CONV_2D 'conv_2d_0': 5x5 stride 1x1 */
static const te_conv2d_s8_params params_0 = {
    .in = { 1, 1 },
    .out = { 6, 1 },
    .inWidth = 10,
    .inChannels = 1,
    .outChannels = 6,
    .groups = 1,
    .kernelHeight = 5,
    .kernelWidth = 5,
    .strideX = 1,
    .dilationX = 1,
    .padLeft = 0,
    .inZeroPoint = -1,
    .clampMin = -128,
    .clampMax = 127,
    .weights = net_w_0_weights,
    .requant = net_t_0_requant,
};
static void step_0(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 168);
    int8_t *const out0 = (int8_t *)(arena + 0);
    const int8_t *rows[5];
    for (int32_t y = 0; y < 6; ++y) {
        for (int32_t k = 0; k < 5; ++k) {
            rows[k] = in0 + (y + k) * 10;
        }
        te_conv2d_s8__c99(out0 + y * 36, rows, 0, 6, &params_0, NULL);
    }
}

/* MAX_POOL_2D 'max_pool_2d_1': 2x2 stride 2x2 */
static const te_pool2d_s8_params params_1 = {
    .in = { 6, 1 },
    .out = { 6, 1 },
    .inWidth = 6,
    .channels = 6,
    .kernelHeight = 2,
    .kernelWidth = 2,
    .strideX = 2,
    .padLeft = 0,
    .clampMin = -128,
    .clampMax = 127,
};
static void step_1(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 0);
    int8_t *const out0 = (int8_t *)(arena + 180);
    const int8_t *rows[2];
    for (int32_t y = 2; y >= 0; --y) {
        rows[0] = in0 + (y * 2) * 36;
        rows[1] = in0 + (y * 2 + 1) * 36;
        te_max_pool2d_s8__c99(out0 + y * 18, rows, 0, 3, &params_1, NULL);
    }
}

/* TRANSPOSE 'transpose_3': permutation 0,2,1 */
static const te_copy_nd_row_params params_3 = {
    .copy = { 2, 1, { 6, 9 }, { 1, 6 }, { 9, 1 } },
    .inOffset = 0,
};
static void step_3(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 180);
    int8_t *const out0 = (int8_t *)(arena + 0);
    const int8_t *rows[1];
    for (int32_t y = 0; y < 1; ++y) {
        rows[0] = in0;
        te_copy_nd_row__c99(out0 + y * 54, rows, 0, 6, &params_3, NULL);
    }
}

/* FULLY_CONNECTED 'fully_connected_5' */
static const te_fully_connected_s8_params params_5 = {
    .inChannels = 54,
    .outChannels = 20,
    .clampMin = -128,
    .clampMax = 127,
    .weights = net_w_5_weights,
    .requant = net_t_5_requant,
};
static void step_5(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 0);
    int8_t *const out0 = (int8_t *)(arena + 56);
    te_fully_connected_s8__c99(out0, in0, &params_5, NULL);
}

/* FULLY_CONNECTED 'fully_connected_6' */
static const te_fully_connected_s8_params params_6 = {
    .inChannels = 20,
    .outChannels = 4,
    .clampMin = -128,
    .clampMax = 127,
    .weights = net_w_6_weights,
    .requant = net_t_6_requant,
};
static void step_6(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 56);
    int8_t *const out0 = (int8_t *)(arena + 0);
    te_fully_connected_s8__c99(out0, in0, &params_6, NULL);
}

/* SOFTMAX 'softmax_7': beta 1 */
static const te_softmax_params params_7 = {
    .depth = 4,
    .multiplier = 1239121664,
    .leftShift = 22,
    .diffMin = -496,
};
static void step_7(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 0);
    int8_t *const out0 = (int8_t *)(arena + 0);
    te_softmax_s8__c99(out0, in0, 4, &params_7);
}

void *net_input(net_arena *a, int32_t index)
{
    switch (index) {
        case 0: return a->bytes + 168;
        default: return NULL;
    }
}

int net_run(net_arena *a, const net_inputs *in, net_outputs *out)
{
    uint8_t *const arena = a->bytes;
    (void)in;
    TE_STEP(arena, 0);
    step_0(arena);
    TE_STEP(arena, 1);
    step_1(arena);
    TE_STEP(arena, 2);
    TE_STEP(arena, 3);
    step_3(arena);
    TE_STEP(arena, 4);
    TE_STEP(arena, 5);
    step_5(arena);
    TE_STEP(arena, 6);
    step_6(arena);
    TE_STEP(arena, 7);
    step_7(arena);
    TE_STEP(arena, 8);
    out->softmax_7 = (const int8_t *)(arena + 0);
    return 0;
}
