/* Steps of net, schedule stream: 11 in all, arena 4584 bytes. */
#include "net.h"

#include <stddef.h>
#include <string.h>

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
static void step_0(uint8_t *arena, int32_t y)
{
    const int8_t *const in0 = (const int8_t *)(const void *)arena;
    int8_t *const out0 = (int8_t *)(void *)arena;
    const int8_t *rows[3];
    for (int32_t k = 0; k < 3; ++k) {
        const int32_t row = y - 1 + k;
        rows[k] = row >= 0 && row < 14 ? in0 + net_t_rows_0[row] * 4 : NULL;
    }
    te_conv2d_s8_x4__dsp(out0 + net_t_rows_3[y] * 4, rows, 0, 10, &params_0, arena + 4);
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
static void step_1(uint8_t *arena, int32_t y)
{
    const int8_t *const in0 = (const int8_t *)(const void *)arena;
    int8_t *const out0 = (int8_t *)(void *)arena;
    const int8_t *rows[2];
    rows[0] = in0 + net_t_rows_3[y * 2] * 4;
    rows[1] = in0 + net_t_rows_3[y * 2 + 1] * 4;
    te_max_pool2d_s8__dsp(out0 + net_t_rows_4[y] * 4, rows, 0, 5, &params_1, NULL);
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
static void step_2(uint8_t *arena, int32_t y)
{
    const int8_t *const in0 = (const int8_t *)(const void *)arena;
    int8_t *const out0 = (int8_t *)(void *)arena;
    const int8_t *rows[3];
    for (int32_t k = 0; k < 3; ++k) {
        const int32_t row = y - 1 + k;
        rows[k] = row >= 0 && row < 7 ? in0 + net_t_rows_4[row] * 4 : NULL;
    }
    te_conv2d_s8_x5__dsp(out0 + net_t_rows_7[y] * 4, rows, 0, 5, &params_2, arena + 4);
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
static void step_3(uint8_t *arena, int32_t y)
{
    const int8_t *const in0 = (const int8_t *)(const void *)arena;
    int8_t *const out0 = (int8_t *)(void *)arena;
    const int8_t *rows[2];
    rows[0] = in0 + net_t_rows_7[y * 2] * 4;
    const int32_t rows_1_y = y * 2 + 1;
    rows[1] = rows_1_y >= 0 && rows_1_y < 7 ? in0 + net_t_rows_7[rows_1_y] * 4 : NULL;
    te_avg_pool2d_s8__dsp(out0 + net_t_rows_8[y] * 4, rows, 0, 3, &params_3, NULL);
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
static void step_4(uint8_t *arena, int32_t y)
{
    const int8_t *const in0 = (const int8_t *)(const void *)arena;
    int8_t *const out0 = (int8_t *)(void *)arena;
    const int8_t *rows[3];
    for (int32_t k = 0; k < 3; ++k) {
        const int32_t row = y - 1 + k;
        rows[k] = row >= 0 && row < 4 ? in0 + net_t_rows_8[row] * 4 : NULL;
    }
    te_conv2d_s8_x4__dsp(out0 + net_t_rows_11[y] * 4, rows, 0, 3, &params_4, arena + 4);
}

/* RESIZE_NEAREST_NEIGHBOR 'resize_nearest_neighbor_5': to 7x5 */
static const te_resize_nearest_s8_params params_5 = {
    .in = { 12, 1 },
    .out = { 12, 1 },
    .channels = 12,
    .columns = net_t_5_columns,
};
static void step_5(uint8_t *arena, int32_t y)
{
    const int8_t *const in0 = (const int8_t *)(const void *)arena;
    int8_t *const out0 = (int8_t *)(void *)arena;
    static const int16_t row_of_0_0[7] = { 0, 0, 1, 1, 2, 2, 3 };
    const int8_t *rows[1];
    rows[0] = in0 + net_t_rows_11[row_of_0_0[y]] * 4;
    te_resize_nearest_s8__c99(out0 + net_t_rows_12[y] * 4, rows, 0, 5, &params_5, NULL);
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
static void step_6(uint8_t *arena, int32_t y)
{
    const int8_t *const in0 = (const int8_t *)(const void *)arena;
    const int8_t *const in1 = (const int8_t *)(const void *)arena;
    int8_t *const out0 = (int8_t *)(void *)arena;
    const int8_t *rows[1];
    const int8_t *rows_1[1];
    rows[0] = in0 + net_t_rows_12[y] * 4;
    te_copy_s8__c99(out0 + net_t_rows_13[y] * 4, rows, 0, 5, &params_6, NULL);
    rows_1[0] = in1 + net_t_rows_7[y] * 4;
    te_copy_s8__c99(out0 + net_t_rows_13[y] * 4 + 12, rows_1, 0, 5, &params_6_1, NULL);
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
static void step_7(uint8_t *arena, int32_t y)
{
    const int8_t *const in0 = (const int8_t *)(const void *)arena;
    int8_t *const out0 = (int8_t *)(void *)arena;
    const int8_t *rows[3];
    for (int32_t k = 0; k < 3; ++k) {
        const int32_t row = y - 1 + k;
        rows[k] = row >= 0 && row < 7 ? in0 + net_t_rows_13[row] * 4 : NULL;
    }
    te_conv2d_s8_x5__dsp(out0 + net_t_rows_16[y] * 4, rows, 0, 5, &params_7, arena + 4);
}

/* RESIZE_NEAREST_NEIGHBOR 'resize_nearest_neighbor_8': to 14x10 */
static const te_resize_nearest_s8_params params_8 = {
    .in = { 8, 1 },
    .out = { 8, 1 },
    .channels = 8,
    .columns = net_t_8_columns,
};
static void step_8(uint8_t *arena, int32_t y)
{
    const int8_t *const in0 = (const int8_t *)(const void *)arena;
    int8_t *const out0 = (int8_t *)(void *)arena;
    static const int16_t row_of_0_0[14] = { 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6 };
    const int8_t *rows[1];
    rows[0] = in0 + net_t_rows_16[row_of_0_0[y]] * 4;
    te_resize_nearest_s8__c99(out0 + net_t_rows_17[y] * 4, rows, 0, 10, &params_8, NULL);
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
static void step_9(uint8_t *arena, int32_t y)
{
    const int8_t *const in0 = (const int8_t *)(const void *)arena;
    const int8_t *const in1 = (const int8_t *)(const void *)arena;
    int8_t *const out0 = (int8_t *)(void *)arena;
    const int8_t *rows[1];
    const int8_t *rows_1[1];
    rows[0] = in0 + net_t_rows_17[y] * 4;
    te_copy_s8__c99(out0 + net_t_rows_18[y] * 4, rows, 0, 10, &params_9, NULL);
    rows_1[0] = in1 + net_t_rows_3[y] * 4;
    te_copy_s8__c99(out0 + net_t_rows_18[y] * 4 + 8, rows_1, 0, 10, &params_9_1, NULL);
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
static void step_10(uint8_t *arena, const net_outputs *out, int32_t y)
{
    const int8_t *const in0 = (const int8_t *)(const void *)arena;
    int8_t *const out0 = (int8_t *)(void *)arena;
    const int8_t *rows[1];
    rows[0] = in0 + net_t_rows_18[y] * 4;
    te_conv2d_s8_k1x1_x5__dsp(out0 + net_t_rows_21[y] * 4, rows, 0, 10, &params_10, arena + 4);
    out->on_row(out->context, 0, y, out0 + net_t_rows_21[y] * 4);
}

/* Steps 0 to 10, row by row: each computes its next row as soon as it can, the latest first. */
static const int16_t last_5_11[7] = { 0, 0, 1, 1, 2, 2, 3 };
static const int16_t last_8_16[14] = { 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6 };
static void stage_0(uint8_t *arena, const net_outputs *out)
{
    /* The next row of each step. */
    int16_t *const next = (int16_t *)(void *)(arena + 4560);
    const int32_t arrived = *(const int32_t *)(const void *)(arena + 0);
    for (;;) {
        if (next[10] < 14 && next[9] > next[10]) {
            TE_STEP(arena, 10);
            step_10(arena, out, next[10]);
            next[10]++;
            continue;
        }
        if (next[9] < 14 && next[8] > next[9] && next[0] > next[9]) {
            TE_STEP(arena, 9);
            step_9(arena, next[9]);
            next[9]++;
            continue;
        }
        if (next[8] < 14 && next[7] > last_8_16[next[8]]) {
            TE_STEP(arena, 8);
            step_8(arena, next[8]);
            next[8]++;
            continue;
        }
        if (next[7] < 7 && (next[6] > next[7] + 1 || next[6] == 7)) {
            TE_STEP(arena, 7);
            step_7(arena, next[7]);
            next[7]++;
            continue;
        }
        if (next[6] < 7 && next[5] > next[6] && next[2] > next[6]) {
            TE_STEP(arena, 6);
            step_6(arena, next[6]);
            next[6]++;
            continue;
        }
        if (next[5] < 7 && next[4] > last_5_11[next[5]]) {
            TE_STEP(arena, 5);
            step_5(arena, next[5]);
            next[5]++;
            continue;
        }
        if (next[4] < 4 && (next[3] > next[4] + 1 || next[3] == 4)) {
            TE_STEP(arena, 4);
            step_4(arena, next[4]);
            next[4]++;
            continue;
        }
        if (next[3] < 4 && (next[2] > next[3] * 2 + 1 || next[2] == 7)) {
            TE_STEP(arena, 3);
            step_3(arena, next[3]);
            next[3]++;
            continue;
        }
        if (next[2] < 7 && (next[1] > next[2] + 1 || next[1] == 7)) {
            TE_STEP(arena, 2);
            step_2(arena, next[2]);
            next[2]++;
            continue;
        }
        if (next[1] < 7 && next[0] > next[1] * 2 + 1) {
            TE_STEP(arena, 1);
            step_1(arena, next[1]);
            next[1]++;
            continue;
        }
        if (next[0] < 14 && (arrived > next[0] + 1 || arrived == 14)) {
            TE_STEP(arena, 0);
            step_0(arena, next[0]);
            next[0]++;
            continue;
        }
        break;
    }
}

void net_begin(net_arena *a, const net_outputs *out)
{
    uint8_t *const arena = a->bytes;
    (void)out;
    memset(arena + 4560, 0, 22);
    *(int32_t *)(void *)(arena + 0) = 0;
}

int net_push_rows(net_arena *a, const int8_t *rows, int32_t n, const net_outputs *out)
{
    uint8_t *const arena = a->bytes;
    (void)out;
    int32_t *const arrived = (int32_t *)(void *)(arena + 0);
    if (n < 0 || *arrived < 0 || *arrived > 14 - n) {
        return -1;
    }
    for (int32_t i = 0; i < n; ++i) {
        memcpy(arena + net_t_rows_0[*arrived] * 4, (const uint8_t *)rows + i * 30, 30);
        ++*arrived;
        stage_0(arena, out);
    }
    TE_STEP(arena, 11);
    return 0;
}

int net_finish(net_arena *a, const net_outputs *out)
{
    uint8_t *const arena = a->bytes;
    (void)out;
    int32_t *const arrived = (int32_t *)(void *)(arena + 0);
    if (*arrived != 14) {
        return -1;
    }
    *arrived = -1;
    TE_STEP(arena, 11);
    return 0;
}
