/* Steps of net, schedule layers: 11 in all, arena 4692 bytes. */
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

/* CONV_2D 'conv_2d_0': 3x3 stride 1x1 pad 1,1 1,1 */
static const te_conv2d_s8_params params_0 = {
    .in = { 3, 1 },
    .out = { 6, 1 },
    .inWidth = 10,
    .inChannels = 3,
    .outChannels = 6,
    .groups = 1,
    .kernelHeight = 3,
    .kernelWidth = 3,
    .strideX = 1,
    .dilationX = 1,
    .padLeft = 1,
    .inZeroPoint = -1,
    .clampMin = -128,
    .clampMax = 127,
    .weights = net_w_0_weights,
    .requant = net_t_0_requant,
};
TE_STATIC_ASSERT((TE_CONV2D_S8_X4_SCRATCH_BYTES(27, 3, 10)) <= 336, scratch_0_0);
static void step_0(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 0);
    int8_t *const out0 = (int8_t *)(arena + 3000);
    const int8_t *rows[3];
    for (int32_t y = 0; y < 14; ++y) {
        for (int32_t k = 0; k < 3; ++k) {
            const int32_t row = y - 1 + k;
            rows[k] = row >= 0 && row < 14 ? in0 + row * 30 : NULL;
        }
        te_conv2d_s8_x4__dsp(out0 + y * 60, rows, 0, 10, &params_0, arena + 420);
    }
}

/* MAX_POOL_2D 'max_pool_2d_1': 2x2 stride 2x2 */
static const te_pool2d_s8_params params_1 = {
    .in = { 6, 1 },
    .out = { 6, 1 },
    .inWidth = 10,
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
    const int8_t *const in0 = (const int8_t *)(arena + 3000);
    int8_t *const out0 = (int8_t *)(arena + 840);
    const int8_t *rows[2];
    for (int32_t y = 0; y < 7; ++y) {
        rows[0] = in0 + (y * 2) * 60;
        rows[1] = in0 + (y * 2 + 1) * 60;
        te_max_pool2d_s8__dsp(out0 + y * 30, rows, 0, 5, &params_1, NULL);
    }
}

/* CONV_2D 'conv_2d_2': 3x3 stride 1x1 pad 1,1 1,1 */
static const te_conv2d_s8_params params_2 = {
    .in = { 6, 1 },
    .out = { 10, 1 },
    .inWidth = 5,
    .inChannels = 6,
    .outChannels = 10,
    .groups = 1,
    .kernelHeight = 3,
    .kernelWidth = 3,
    .strideX = 1,
    .dilationX = 1,
    .padLeft = 1,
    .inZeroPoint = -128,
    .clampMin = -128,
    .clampMax = 127,
    .weights = net_w_2_weights,
    .requant = net_t_2_requant,
};
TE_STATIC_ASSERT((TE_CONV2D_S8_X5_SCRATCH_BYTES(54, 6, 5)) <= 840, scratch_2_0);
static void step_2(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 840);
    int8_t *const out0 = (int8_t *)(arena + 1104);
    const int8_t *rows[3];
    for (int32_t y = 0; y < 7; ++y) {
        for (int32_t k = 0; k < 3; ++k) {
            const int32_t row = y - 1 + k;
            rows[k] = row >= 0 && row < 7 ? in0 + row * 30 : NULL;
        }
        te_conv2d_s8_x5__dsp(out0 + y * 50, rows, 0, 5, &params_2, arena + 0);
    }
}

/* AVERAGE_POOL_2D 'average_pool_2d_3': 2x2 stride 2x2 pad 0,1 0,1 */
static const te_pool2d_s8_params params_3 = {
    .in = { 10, 1 },
    .out = { 10, 1 },
    .inWidth = 5,
    .channels = 10,
    .kernelHeight = 2,
    .kernelWidth = 2,
    .strideX = 2,
    .padLeft = 0,
    .clampMin = -128,
    .clampMax = 127,
};
static void step_3(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 1104);
    int8_t *const out0 = (int8_t *)(arena + 1540);
    const int8_t *rows[2];
    for (int32_t y = 0; y < 4; ++y) {
        rows[0] = in0 + (y * 2) * 50;
        const int32_t rows_1_y = y * 2 + 1;
        rows[1] = rows_1_y >= 0 && rows_1_y < 7 ? in0 + rows_1_y * 50 : NULL;
        te_avg_pool2d_s8__dsp(out0 + y * 30, rows, 0, 3, &params_3, NULL);
    }
}

/* CONV_2D 'conv_2d_4': 3x3 stride 1x1 pad 1,1 1,1 */
static const te_conv2d_s8_params params_4 = {
    .in = { 10, 1 },
    .out = { 12, 1 },
    .inWidth = 3,
    .inChannels = 10,
    .outChannels = 12,
    .groups = 1,
    .kernelHeight = 3,
    .kernelWidth = 3,
    .strideX = 1,
    .dilationX = 1,
    .padLeft = 1,
    .inZeroPoint = -128,
    .clampMin = -128,
    .clampMax = 127,
    .weights = net_w_4_weights,
    .requant = net_t_4_requant,
};
TE_STATIC_ASSERT((TE_CONV2D_S8_X4_SCRATCH_BYTES(90, 10, 3)) <= 1104, scratch_4_0);
static void step_4(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 1540);
    int8_t *const out0 = (int8_t *)(arena + 1456);
    const int8_t *rows[3];
    for (int32_t y = 0; y < 4; ++y) {
        for (int32_t k = 0; k < 3; ++k) {
            const int32_t row = y - 1 + k;
            rows[k] = row >= 0 && row < 4 ? in0 + row * 30 : NULL;
        }
        te_conv2d_s8_x4__dsp(out0 + y * 36, rows, 0, 3, &params_4, arena + 0);
    }
}

/* RESIZE_NEAREST_NEIGHBOR 'resize_nearest_neighbor_5': to 7x5 */
static const te_resize_nearest_s8_params params_5 = {
    .in = { 12, 1 },
    .out = { 12, 1 },
    .channels = 12,
    .columns = net_t_5_columns,
};
static void step_5(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 1456);
    int8_t *const out0 = (int8_t *)(arena + 0);
    static const int16_t row_of_0_0[7] = { 0, 0, 1, 1, 2, 2, 3 };
    const int8_t *rows[1];
    for (int32_t y = 0; y < 7; ++y) {
        rows[0] = in0 + row_of_0_0[y] * 36;
        te_resize_nearest_s8__c99(out0 + y * 60, rows, 0, 5, &params_5, NULL);
    }
}

/* CONCATENATION 'concatenation_6': axis 3 */
static const te_copy_s8_params params_6 = {
    .in = { 12, 1 },
    .out = { 22, 1 },
    .channels = 12,
};
static const te_copy_s8_params params_6_1 = {
    .in = { 10, 1 },
    .out = { 22, 1 },
    .channels = 10,
};
static void step_6(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 0);
    const int8_t *const in1 = (const int8_t *)(arena + 1104);
    int8_t *const out0 = (int8_t *)(arena + 3840);
    const int8_t *rows[1];
    const int8_t *rows_1[1];
    for (int32_t y = 0; y < 7; ++y) {
        rows[0] = in0 + y * 60;
        te_copy_s8__c99(out0 + y * 110, rows, 0, 5, &params_6, NULL);
        rows_1[0] = in1 + y * 50;
        te_copy_s8__c99(out0 + y * 110 + 12, rows_1, 0, 5, &params_6_1, NULL);
    }
}

/* CONV_2D 'conv_2d_7': 3x3 stride 1x1 pad 1,1 1,1 */
static const te_conv2d_s8_params params_7 = {
    .in = { 22, 1 },
    .out = { 8, 1 },
    .inWidth = 5,
    .inChannels = 22,
    .outChannels = 8,
    .groups = 1,
    .kernelHeight = 3,
    .kernelWidth = 3,
    .strideX = 1,
    .dilationX = 1,
    .padLeft = 1,
    .inZeroPoint = -128,
    .clampMin = -128,
    .clampMax = 127,
    .weights = net_w_7_weights,
    .requant = net_t_7_requant,
};
TE_STATIC_ASSERT((TE_CONV2D_S8_X5_SCRATCH_BYTES(198, 22, 5)) <= 3000, scratch_7_0);
static void step_7(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 3840);
    int8_t *const out0 = (int8_t *)(arena + 4412);
    const int8_t *rows[3];
    for (int32_t y = 6; y >= 0; --y) {
        for (int32_t k = 0; k < 3; ++k) {
            const int32_t row = y - 1 + k;
            rows[k] = row >= 0 && row < 7 ? in0 + row * 110 : NULL;
        }
        te_conv2d_s8_x5__dsp(out0 + y * 40, rows, 0, 5, &params_7, arena + 0);
    }
}

/* RESIZE_NEAREST_NEIGHBOR 'resize_nearest_neighbor_8': to 14x10 */
static const te_resize_nearest_s8_params params_8 = {
    .in = { 8, 1 },
    .out = { 8, 1 },
    .channels = 8,
    .columns = net_t_8_columns,
};
static void step_8(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 4412);
    int8_t *const out0 = (int8_t *)(arena + 920);
    static const int16_t row_of_0_0[14] = { 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6 };
    const int8_t *rows[1];
    for (int32_t y = 0; y < 14; ++y) {
        rows[0] = in0 + row_of_0_0[y] * 40;
        te_resize_nearest_s8__c99(out0 + y * 80, rows, 0, 10, &params_8, NULL);
    }
}

/* CONCATENATION 'concatenation_9': axis 3 */
static const te_copy_s8_params params_9 = {
    .in = { 8, 1 },
    .out = { 14, 1 },
    .channels = 8,
};
static const te_copy_s8_params params_9_1 = {
    .in = { 6, 1 },
    .out = { 14, 1 },
    .channels = 6,
};
static void step_9(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 920);
    const int8_t *const in1 = (const int8_t *)(arena + 3000);
    int8_t *const out0 = (int8_t *)(arena + 0);
    const int8_t *rows[1];
    const int8_t *rows_1[1];
    for (int32_t y = 0; y < 14; ++y) {
        rows[0] = in0 + y * 80;
        te_copy_s8__c99(out0 + y * 140, rows, 0, 10, &params_9, NULL);
        rows_1[0] = in1 + y * 60;
        te_copy_s8__c99(out0 + y * 140 + 8, rows_1, 0, 10, &params_9_1, NULL);
    }
}

/* CONV_2D 'conv_2d_10': 1x1 stride 1x1 */
static const te_conv2d_s8_k1x1_params params_10 = {
    .in = { 14, 1 },
    .out = { 2, 1 },
    .inChannels = 14,
    .outChannels = 2,
    .clampMin = -128,
    .clampMax = 127,
    .weights = net_w_10_weights,
    .requant = net_t_10_requant,
};
TE_STATIC_ASSERT((TE_CONV2D_S8_K1X1_X5_SCRATCH_BYTES(14, 140)) <= 160, scratch_10_0);
static void step_10(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 0);
    int8_t *const out0 = (int8_t *)(arena + 0);
    const int8_t *const rows[1] = { in0 };
    te_conv2d_s8_k1x1_x5__dsp(out0, rows, 0, 140, &params_10, arena + 1960);
}

void *net_input(net_arena *a, int32_t index)
{
    switch (index) {
        case 0: return a->bytes + 0;
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
    step_2(arena);
    TE_STEP(arena, 3);
    step_3(arena);
    TE_STEP(arena, 4);
    step_4(arena);
    TE_STEP(arena, 5);
    step_5(arena);
    TE_STEP(arena, 6);
    step_6(arena);
    TE_STEP(arena, 7);
    step_7(arena);
    TE_STEP(arena, 8);
    step_8(arena);
    TE_STEP(arena, 9);
    step_9(arena);
    TE_STEP(arena, 10);
    step_10(arena);
    TE_STEP(arena, 11);
    out->conv_2d_10 = (const int8_t *)(arena + 0);
    return 0;
}
