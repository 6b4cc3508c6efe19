/* Steps of net, schedule layers: 4 in all, arena 1464 bytes. */
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

/* CONV_2D 'conv_2d_0': 1x1 stride 1x1 */
static const te_conv2d_s8_k1x1_params params_0 = {
    .in = { 3, 1 },
    .out = { 8, 1 },
    .inChannels = 3,
    .outChannels = 8,
    .clampMin = -128,
    .clampMax = 127,
    .weights = net_w_0_weights,
    .requant = net_t_0_requant,
};
TE_STATIC_ASSERT((TE_CONV2D_S8_K1X1_X5_SCRATCH_BYTES(3, 63)) <= 40, scratch_0_0);
static void step_0(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 316);
    int8_t *const out0 = (int8_t *)(arena + 0);
    const int8_t *const rows[1] = { in0 };
    te_conv2d_s8_k1x1_x5__dsp(out0, rows, 0, 63, &params_0, arena + 508);
}

/* CONV_2D 'conv_2d_1': 1x1 stride 1x1 */
static const te_conv2d_s8_k1x1_params params_1 = {
    .in = { 8, 1 },
    .out = { 17, 1 },
    .inChannels = 8,
    .outChannels = 17,
    .clampMin = -128,
    .clampMax = 127,
    .weights = net_w_1_weights,
    .requant = net_t_1_requant,
};
TE_STATIC_ASSERT((TE_CONV2D_S8_K1X1_X5_SCRATCH_BYTES(8, 63)) <= 80, scratch_1_0);
static void step_1(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 0);
    int8_t *const out0 = (int8_t *)(arena + 192);
    const int8_t *rows[1];
    for (int32_t y = 8; y >= 0; --y) {
        rows[0] = in0 + y * 56;
        te_conv2d_s8_k1x1_x5__dsp(out0 + y * 119, rows, 0, 7, &params_1, arena + 1264);
    }
}

/* CONV_2D 'conv_2d_2': 1x1 stride 1x1, clamp -128..126 */
static const te_conv2d_s8_k1x1_params params_2 = {
    .in = { 17, 1 },
    .out = { 20, 1 },
    .inChannels = 17,
    .outChannels = 20,
    .clampMin = -128,
    .clampMax = 126,
    .weights = net_w_2_weights,
    .requant = net_t_2_requant,
};
TE_STATIC_ASSERT((TE_CONV2D_S8_K1X1_X5_SCRATCH_BYTES(17, 63)) <= 200, scratch_2_0);
static void step_2(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 192);
    int8_t *const out0 = (int8_t *)(arena + 0);
    const int8_t *const rows[1] = { in0 };
    te_conv2d_s8_k1x1_x5__dsp(out0, rows, 0, 63, &params_2, arena + 1264);
}

/* CONV_2D 'conv_2d_3': 1x1 stride 2x2 */
static const te_conv2d_s8_k1x1_params params_3 = {
    .in = { 40, 1 },
    .out = { 5, 1 },
    .inChannels = 20,
    .outChannels = 5,
    .clampMin = -128,
    .clampMax = 127,
    .weights = net_w_3_weights,
    .requant = net_t_3_requant,
};
TE_STATIC_ASSERT((TE_CONV2D_S8_K1X1_X5_SCRATCH_BYTES(20, 20)) <= 200, scratch_3_0);
static void step_3(uint8_t *arena)
{
    const int8_t *const in0 = (const int8_t *)(arena + 0);
    int8_t *const out0 = (int8_t *)(arena + 0);
    const int8_t *rows[1];
    for (int32_t y = 0; y < 5; ++y) {
        rows[0] = in0 + (y * 2) * 140;
        te_conv2d_s8_k1x1_x5__dsp(out0 + y * 20, rows, 0, 4, &params_3, arena + 1260);
    }
}

void *net_input(net_arena *a, int32_t index)
{
    switch (index) {
        case 0: return a->bytes + 316;
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
    out->conv_2d_3 = (const int8_t *)(arena + 0);
    return 0;
}
