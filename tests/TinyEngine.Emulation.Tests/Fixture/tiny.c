/* Arena: a and y [0, 32), b [32, 40), t [48, 80), z [80, 96), state [96, 100). */
#include "tiny.h"

#include <string.h>

#include "te_fixture.h"
#include "tiny_weights.h"

#ifdef TE_STEP_HOOK
void te_step(void *arena, int32_t step);
#define TE_STEP(a, index) te_step(a, index)
#else
#define TE_STEP(a, index) ((void)0)
#endif

#if FIXTURE_FAULT == FIXTURE_RECURSES
__attribute__((noinline)) static int32_t recurse(volatile int32_t *above, int32_t depth)
{
    volatile int32_t here[16];
    here[depth & 15] = *above + depth;
    return recurse(here, depth + 1) + here[0];
}
#endif

#if FIXTURE_FAULT == FIXTURE_STATIC_DATA
static int32_t calls = 3;
#endif

#if FIXTURE_FAULT == FIXTURE_UNRESOLVED
void te_fixture_missing(int8_t *out);
#endif

static int misbehave(tiny_arena *a, const int8_t *in, int8_t *y)
{
    volatile int32_t zero = 0;
    (void)a;
    (void)in;
    (void)y;
    (void)zero;
#if FIXTURE_FAULT == FIXTURE_WRONG_BYTE
    y[5] = (int8_t)(y[5] ^ 1);
#elif FIXTURE_FAULT == FIXTURE_RECURSES
    y[0] = (int8_t)recurse(&zero, 0);
#elif FIXTURE_FAULT == FIXTURE_WILD_WRITE
    *(volatile int32_t *)(uintptr_t)(0xb0000000u + (uint32_t)zero) = 1;
#elif FIXTURE_FAULT == FIXTURE_LOOPS
    while (zero == 0) {
    }
#elif FIXTURE_FAULT == FIXTURE_OVERRUNS
    ((volatile uint8_t *)a)[TINY_ARENA_BYTES + 3 + zero] = 1;
#elif FIXTURE_FAULT == FIXTURE_READS_DEAD
    y[0] = (int8_t)(y[0] + ((volatile int8_t *)a)[48 + zero] * zero);
#elif FIXTURE_FAULT == FIXTURE_WRITES_INPUT
    ((int8_t *)(uintptr_t)in)[2] = 77;
#elif FIXTURE_FAULT == FIXTURE_STATIC_DATA
    calls++;
#elif FIXTURE_FAULT == FIXTURE_FAILS
    return -4;
#elif FIXTURE_FAULT == FIXTURE_UNDEFINED
    zero += INT32_MAX;
    zero += 1;
#elif FIXTURE_FAULT == FIXTURE_SYNTAX
    this does not compile;
#elif FIXTURE_FAULT == FIXTURE_WRITES_FLASH
    *(volatile int8_t *)(uintptr_t)&tiny_w_addend[0] = 1;
#elif FIXTURE_FAULT == FIXTURE_READS_PAST_INPUT
    y[0] = (int8_t)(y[0] + ((const volatile int8_t *)in)[34 + zero] * zero);
#elif FIXTURE_FAULT == FIXTURE_UNRESOLVED
    te_fixture_missing(y);
#elif FIXTURE_FAULT == FIXTURE_TOO_LARGE
    y[0] = tiny_w_large[(uint8_t)y[0]];
#endif
    return 0;
}

#ifndef FIXTURE_EXTERNAL
void *tiny_input(tiny_arena *a, int32_t index)
{
    return a->bytes + (index == 0 ? 0 : 32);
}
#endif

#ifdef FIXTURE_STATE
void tiny_reset(tiny_arena *a)
{
    memset(a->bytes + 96, 0, 4);
}
#endif

int tiny_run(tiny_arena *a, const tiny_inputs *in, tiny_outputs *out)
{
    int8_t *const bytes = (int8_t *)a->bytes;
    int8_t *const t = bytes + 48;
    int8_t *const y = bytes;
    float *const z = (float *)(void *)(bytes + 80);
    int32_t offset = 0;
#ifdef FIXTURE_EXTERNAL
    const int8_t *const inA = in->input_a;
    const int8_t *const inB = in->input_b;
#else
    const int8_t *const inA = bytes;
    const int8_t *const inB = bytes + 32;
    (void)in;
#endif
    TE_STEP(a, 0);
    te_fixture_add(t, inA, tiny_w_addend, 32);
    TE_STEP(a, 1);
#ifdef FIXTURE_STATE
    memcpy(&offset, bytes + 96, sizeof offset);
    offset++;
    memcpy(bytes + 96, &offset, sizeof offset);
#endif
    te_fixture_scale(y, t, inB, 8, offset, 32);
    TE_STEP(a, 2);
    const int result = misbehave(a, inA, y);
    for (int32_t i = 0; i < 4; i++) {
        int32_t sum = 0;
        for (int32_t j = 0; j < 8; j++)
            sum += y[8 * i + j];
        z[i] = (float)sum * tiny_t_scale[0];
    }
    TE_STEP(a, TINY_STEP_COUNT);
    out->output_y = y;
    out->output_z = z;
    return result;
}
