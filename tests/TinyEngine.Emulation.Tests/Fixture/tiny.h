/* A generated folder in miniature, written by hand: three steps, two inputs, two outputs. FIXTURE_FAULT chooses one thing to do wrong. */
#ifndef TINY_H
#define TINY_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define FIXTURE_OK 0
#define FIXTURE_WRONG_BYTE 1
#define FIXTURE_RECURSES 2
#define FIXTURE_WILD_WRITE 3
#define FIXTURE_LOOPS 4
#define FIXTURE_OVERRUNS 5
#define FIXTURE_READS_DEAD 6
#define FIXTURE_WRITES_INPUT 7
#define FIXTURE_STATIC_DATA 8
#define FIXTURE_FAILS 9
#define FIXTURE_UNDEFINED 10
#define FIXTURE_SYNTAX 11
#define FIXTURE_WRITES_FLASH 12
#define FIXTURE_READS_PAST_INPUT 13
#define FIXTURE_UNRESOLVED 14
#define FIXTURE_TOO_LARGE 15
#define FIXTURE_KEEPS_ROWS 16
#define FIXTURE_COUNTS_CALLS 17
#define FIXTURE_TAKES_ALL_ROWS 18
#define FIXTURE_FINISHES_EARLY 19
#define FIXTURE_SKIPS_ROW 20
#define FIXTURE_REPEATS_ROW 21

#ifndef FIXTURE_FAULT
#define FIXTURE_FAULT FIXTURE_OK
#endif

#define TINY_ARENA_BYTES 104
#define TINY_ARENA_ALIGN 16
#ifdef FIXTURE_STREAM
#define TINY_INPUT_COUNT 1
#define TINY_INPUT_0_BYTES 40
#define TINY_INPUT_SIZES \
    {                    \
        40               \
    }
#else
#define TINY_INPUT_COUNT 2
#define TINY_INPUT_0_BYTES 32
#define TINY_INPUT_1_BYTES 8
#define TINY_INPUT_SIZES \
    {                    \
        32, 8            \
    }
#endif
#define TINY_OUTPUT_COUNT 2
#define TINY_OUTPUT_0_BYTES 32
#define TINY_OUTPUT_1_BYTES 16
#define TINY_OUTPUT_SIZES \
    {                     \
        32, 16            \
    }
#define TINY_STEP_COUNT 3

typedef struct tiny_arena {
    uint8_t bytes[TINY_ARENA_BYTES];
} __attribute__((aligned(16))) tiny_arena;

#ifdef FIXTURE_ROWS
#define TINY_OUTPUT_MODE_ROWS
#define TINY_OUTPUT_ROW_COUNTS \
    {                          \
        4, 1                   \
    }
#define TINY_OUTPUT_ROW_SIZES \
    {                         \
        8, 16                 \
    }
typedef const struct tiny_outputs {
    void (*on_row)(void *context, int32_t output, int32_t row, const void *data);
    void *context;
} tiny_outputs;
#else
typedef struct tiny_outputs {
    const int8_t *output_y;
    const float *output_z;
} tiny_outputs;
#endif

#ifdef FIXTURE_STREAM
/* Rows of b, a[0..7], a[8..15], a[16..23], a[24..31]. */
#define TINY_INPUT_MODE_STREAM
#define TINY_INPUT_ROWS 5
#define TINY_INPUT_ROW_BYTES 8
void tiny_begin(tiny_arena *a);
int tiny_push_rows(tiny_arena *a, const int8_t *rows, int32_t n);
int tiny_finish(tiny_arena *a, tiny_outputs *out);
#else
typedef struct tiny_inputs {
    const int8_t *input_a;
    const int8_t *input_b;
} tiny_inputs;

#ifdef FIXTURE_EXTERNAL
#define TINY_INPUT_MODE_EXTERNAL
#else
void *tiny_input(tiny_arena *a, int32_t index);
#endif

int tiny_run(tiny_arena *a, const tiny_inputs *in, tiny_outputs *out);
#endif

#ifdef FIXTURE_STATE
#define TINY_HAS_STATE
void tiny_reset(tiny_arena *a);
#endif

#ifdef __cplusplus
}
#endif
#endif
