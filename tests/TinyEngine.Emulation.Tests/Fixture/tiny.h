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

#ifndef FIXTURE_FAULT
#define FIXTURE_FAULT FIXTURE_OK
#endif

#define TINY_ARENA_BYTES 104
#define TINY_ARENA_ALIGN 16
#define TINY_INPUT_COUNT 2
#define TINY_INPUT_0_BYTES 32
#define TINY_INPUT_1_BYTES 8
#define TINY_INPUT_SIZES \
    {                    \
        32, 8            \
    }
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

typedef struct tiny_inputs {
    const int8_t *input_a;
    const int8_t *input_b;
} tiny_inputs;

typedef struct tiny_outputs {
    const int8_t *output_y;
    const float *output_z;
} tiny_outputs;

#ifdef FIXTURE_EXTERNAL
#define TINY_INPUT_MODE_EXTERNAL
#else
void *tiny_input(tiny_arena *a, int32_t index);
#endif

int tiny_run(tiny_arena *a, const tiny_inputs *in, tiny_outputs *out);

#ifdef FIXTURE_STATE
#define TINY_HAS_STATE
void tiny_reset(tiny_arena *a);
#endif

#ifdef __cplusplus
}
#endif
#endif
