/* Arena: a and y [0, 32), b [32, 40), t [48, 80), z [80, 96), state [96, 100); in stream mode rows arrived [100, 104). */
#include "tiny.h"

#include <string.h>

#include "te_fixture.h"
#include "tiny_weights.h"

#ifdef TE_STEP_HOOK
void tiny_step(void *arena, int32_t step);
#define TE_STEP(a, index) tiny_step(a, index)
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

#ifdef FIXTURE_STATE
void tiny_reset(tiny_arena *a)
{
    memset(a->bytes + 96, 0, 4);
}
#endif

static void give(tiny_outputs *out, const int8_t *y, const float *z)
{
#ifdef FIXTURE_ROWS
    for (int32_t row = 0; row < 4; row++) {
        out->on_row(out->context, 0, row, y + 8 * row);
#if FIXTURE_FAULT == FIXTURE_SKIPS_ROW
        row += row == 2;
#elif FIXTURE_FAULT == FIXTURE_REPEATS_ROW
        out->on_row(out->context, 0, row, y + 8 * row);
#endif
    }
    out->on_row(out->context, 1, 0, z);
#else
    out->output_y = y;
    out->output_z = z;
#endif
}

static void sum_rows(float *z, const int8_t *y)
{
    for (int32_t i = 0; i < 4; i++) {
        int32_t sum = 0;
        for (int32_t j = 0; j < 8; j++)
            sum += y[8 * i + j];
        z[i] = (float)sum * tiny_t_scale[0];
    }
}

#ifdef FIXTURE_STREAM
static int32_t *arrived(tiny_arena *a)
{
    return (int32_t *)(void *)(a->bytes + 100);
}

void tiny_begin(tiny_arena *a)
{
    *arrived(a) = 0;
}

int tiny_push_rows(tiny_arena *a, const int8_t *rows, int32_t n)
{
    int8_t *const bytes = (int8_t *)a->bytes;
#if FIXTURE_FAULT != FIXTURE_TAKES_ALL_ROWS
    if (n < 0 || n > TINY_INPUT_ROWS - *arrived(a))
        return -1;
#endif
    for (int32_t i = 0; i < n && *arrived(a) < TINY_INPUT_ROWS; i++, rows += 8) {
        const int32_t y = (*arrived(a))++ - 1;
        if (y < 0) {
#if FIXTURE_FAULT == FIXTURE_KEEPS_ROWS
            memcpy(bytes + 80, &rows, sizeof rows);
#endif
            memcpy(bytes + 32, rows, 8);
            continue;
        }
        const int8_t *factor = bytes + 32;
#if FIXTURE_FAULT == FIXTURE_KEEPS_ROWS
        memcpy(&factor, bytes + 80, sizeof factor);
#endif
        TE_STEP(a, 0);
        te_fixture_add(bytes + 48 + 8 * y, rows, tiny_w_addend + 8 * y, 8);
        TE_STEP(a, 1);
        te_fixture_scale(bytes + 8 * y, bytes + 48 + 8 * y, factor, 8, 0, 8);
#if FIXTURE_FAULT == FIXTURE_COUNTS_CALLS
        bytes[8 * y] = (int8_t)(bytes[8 * y] + i);
#endif
    }
    TE_STEP(a, TINY_STEP_COUNT);
    return 0;
}

int tiny_finish(tiny_arena *a, tiny_outputs *out)
{
    int8_t *const y = (int8_t *)a->bytes;
    float *const z = (float *)(void *)(y + 80);
#if FIXTURE_FAULT != FIXTURE_FINISHES_EARLY
    if (*arrived(a) != TINY_INPUT_ROWS)
        return -1;
#endif
    TE_STEP(a, 2);
    const int result = misbehave(a, y, y);
    sum_rows(z, y);
    TE_STEP(a, TINY_STEP_COUNT);
    give(out, y, z);
    return result;
}
#else
#ifndef FIXTURE_EXTERNAL
void *tiny_input(tiny_arena *a, int32_t index)
{
    return a->bytes + (index == 0 ? 0 : 32);
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
    sum_rows(z, y);
    TE_STEP(a, TINY_STEP_COUNT);
    give(out, y, z);
    return result;
}
#endif
