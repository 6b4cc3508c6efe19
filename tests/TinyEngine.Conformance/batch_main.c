/* Runs every case of cases.inc on its samples and prints, for each, `case PATH WORST`: the largest difference of any output element from
 * the golden one, in integer codes or units in the last place. On the host files are read with stdio, on a board through the emulator. */
#include <stdint.h>
#include <string.h>

#ifdef BATCH_ON_BOARD
#include "te_port.h"
#else
#include <stdio.h>
#endif

typedef struct {
    const char *path, *folder;
    int32_t samples, sequence, inputs, outputs;
    const int32_t *input_sizes, *output_sizes;
    const char *output_types;
    void *(*input)(void *arena, int32_t index);
    void (*run)(void *arena, const void **outputs);
    void (*reset)(void *arena);
} batch_case;

#include "cases.inc"

#define MAXIMUM_OUTPUTS 16
#define MAXIMUM_OUTPUT_BYTES (1 << 16)

static uint8_t arena[BATCH_ARENA_BYTES] __attribute__((aligned(16)));
static uint8_t expected[MAXIMUM_OUTPUT_BYTES] __attribute__((aligned(16)));

static void print(const char *text)
{
#ifdef BATCH_ON_BOARD
    te_port_puts(text);
#else
    fputs(text, stdout);
    fflush(stdout);
#endif
}

static void print_number(int64_t value)
{
#ifdef BATCH_ON_BOARD
    te_port_put_int(value);
#else
    printf("%lld", (long long)value);
#endif
}

/* folder/KINDk_i.bin, k and i below 10. */
static int read_tensor(const batch_case *c, const char *kind, int32_t sample, int32_t index, void *data, int32_t bytes)
{
    char path[512];
    size_t at = strlen(c->folder);
    if (at + 16 > sizeof path)
        return 0;
    memcpy(path, c->folder, at);
    path[at++] = '/';
    memcpy(path + at, kind, strlen(kind));
    at += strlen(kind);
    path[at++] = (char)('0' + sample);
    path[at++] = '_';
    path[at++] = (char)('0' + index);
    memcpy(path + at, ".bin", 5);
#ifdef BATCH_ON_BOARD
    return te_port_read_file(path, data, bytes) == bytes;
#else
    FILE *file = fopen(path, "rb");
    if (!file)
        return 0;
    const size_t got = fread(data, 1, (size_t)bytes, file);
    fclose(file);
    return got == (size_t)bytes;
#endif
}

/* Distance of a float's bit pattern from zero, so that differences count representable values. */
static int64_t ulps(int32_t bits)
{
    return bits < 0 ? -(int64_t)(bits & INT32_MAX) : bits;
}

static int64_t element(const uint8_t *data, char type, int32_t i)
{
    int16_t h;
    int32_t w;
    int64_t q;
    switch (type) {
        case 'b': return (int8_t)data[i];
        case 'B': return data[i];
        case 'h': memcpy(&h, data + 2 * i, 2); return h;
        case 'q': memcpy(&q, data + 8 * i, 8); return q;
        default: memcpy(&w, data + 4 * i, 4); return type == 'f' ? ulps(w) : w;
    }
}

static int64_t worst(const uint8_t *actual, char type, int32_t bytes)
{
    const int32_t size = type == 'b' || type == 'B' ? 1 : type == 'h' ? 2 : type == 'q' ? 8 : 4;
    int64_t largest = 0;
    for (int32_t i = 0; i < bytes / size; i++) {
        const int64_t d = element(actual, type, i) - element(expected, type, i);
        const int64_t distance = d < 0 ? -d : d;
        largest = distance > largest ? distance : largest;
    }
    return largest;
}

static int64_t run_case(const batch_case *c)
{
    int64_t largest = 0;
    memset(arena, 0x55, sizeof arena);
    for (int32_t k = 0; k < c->samples; k++) {
        const void *outputs[MAXIMUM_OUTPUTS];
        if (c->reset && (k == 0 || !c->sequence))
            c->reset(arena);
        for (int32_t i = 0; i < c->inputs; i++)
            if (!read_tensor(c, "in", k, i, c->input(arena, i), c->input_sizes[i]))
                return INT32_MAX;
        c->run(arena, outputs);
        for (int32_t o = 0; o < c->outputs; o++) {
            if (c->output_sizes[o] > MAXIMUM_OUTPUT_BYTES || !read_tensor(c, "out", k, o, expected, c->output_sizes[o]))
                return INT32_MAX;
            const int64_t d = worst(outputs[o], c->output_types[o], c->output_sizes[o]);
            largest = d > largest ? d : largest;
        }
    }
    return largest;
}

int main(void)
{
    for (size_t i = 0; i < sizeof batch_cases / sizeof batch_cases[0]; i++) {
        print("case ");
        print(batch_cases[i].path);
        print(" ");
        print_number(run_case(&batch_cases[i]));
        print("\n");
    }
    return 0;
}
