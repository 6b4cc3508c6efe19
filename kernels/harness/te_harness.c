/* Runs a generated model over sample files and reports what it used: one source for every target; te_platform_*.c hold what differs.
 *
 * Build it with TE_MODEL (prefix of the model's names), TE_MODEL_MACRO (prefix of its macros), TE_MODEL_HEADER ("NAME.h"),
 * TE_SAMPLE_COUNT, and where they apply
 * TE_MODEL_STATE (the model keeps state), TE_SEQUENCE (the samples are steps of one run, state is kept),
 * TE_EXTERNAL_BYTES (external input mode: room for all inputs with TE_GAP bytes before, between and after them),
 * TE_STREAM (stream input mode: rows are pushed), TE_STREAM_CHECKS (then also in pieces of any size, and wrongly: see te_stream.h),
 * TE_OUTPUT_BYTES (rows output mode: see te_outputs.h).
 *
 * Reads in{K}_{I}.bin, writes out{K}_{I}.bin (K = sample, I = input or output) in the working directory. Lines for machines start with
 * "te:" and hold key=value pairs; an `event` is a finding that ends the run, `te: done` comes last when all went well. */
#include <string.h>

#include TE_MODEL_HEADER
#include "te_platform.h"
#include "te_port.h"

#define TE_PASTE_(a, b) a##b
#define TE_PASTE(a, b) TE_PASTE_(a, b)
#define MODEL(suffix) TE_PASTE(TE_MODEL, suffix)
#define MACRO(suffix) TE_PASTE(TE_MODEL_MACRO, suffix)

#define INPUTS MACRO(_INPUT_COUNT)
#define OUTPUTS MACRO(_OUTPUT_COUNT)
#define STEPS MACRO(_STEP_COUNT)
#define ARENA_BYTES MACRO(_ARENA_BYTES)

#define TE_GAP 64
#define TE_ALIGN 16
#define CANARY 0xc3u

static const int32_t inputBytes[INPUTS] = MACRO(_INPUT_SIZES);
static const int32_t outputBytes[OUTPUTS] = MACRO(_OUTPUT_SIZES);

static struct {
    uint8_t before[TE_GAP];
    MODEL(_arena) arena;
    uint8_t after[TE_GAP];
} guarded __attribute__((aligned(64)));

static int status;
static te_step_cost stepCosts[STEPS + 1]; /* one more, for models without steps */

static void put(const char *key, int64_t value)
{
    te_port_puts(" ");
    te_port_puts(key);
    te_port_puts("=");
    te_port_put_int(value);
}

static void stop(const char *event, int32_t sample, int32_t index)
{
    te_port_puts("te: event=");
    te_port_puts(event);
    put("sample", sample);
    put("index", index);
    te_port_puts("\n");
    te_port_exit(1);
}

#include "te_outputs.h"

/* name = prefix{sample}_{index}.bin */
static const char *file_name(const char *prefix, int32_t sample, int32_t index)
{
    static char name[48];
    const int32_t numbers[2] = {sample, index};
    char *p = name;
    while (*prefix)
        *p++ = *prefix++;
    for (int32_t i = 0; i < 2; i++) {
        char digits[12];
        int32_t count = 0;
        int32_t rest = numbers[i];
        do {
            digits[count++] = (char)('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        while (count > 0)
            *p++ = digits[--count];
        *p++ = i == 0 ? '_' : '.';
    }
    memcpy(p, "bin", 4);
    return name;
}

static void load(void *memory, int32_t sample, int32_t index)
{
    if (te_port_read_file(file_name("in", sample, index), memory, inputBytes[index]) != inputBytes[index])
        stop("input-file", sample, index);
}

/* The byte that paint leaves at a position: looks random, differs between samples, needs no state. */
static uint8_t paint(int32_t position, int32_t sample)
{
    const uint32_t v = ((uint32_t)position + 1u) * 2654435761u + ((uint32_t)sample + 1u) * 40503u;
    return (uint8_t)(v >> 24);
}

static void paint_arena(int32_t sample)
{
    uint8_t *bytes = (uint8_t *)&guarded.arena;
    for (int32_t i = 0; i < (int32_t)ARENA_BYTES; i++)
        bytes[i] = paint(i, sample);
}

/* One past the last byte of the arena that is not as painted. */
static int32_t touched(int32_t paintedFor)
{
    const uint8_t *bytes = (const uint8_t *)&guarded.arena;
    int32_t end = (int32_t)ARENA_BYTES;
    while (end > 0 && bytes[end - 1] == paint(end - 1, paintedFor))
        end--;
    return end;
}

/* The gaps: before the arena, and from its last usable byte to the end of the guard. */
static uint8_t *gap_after(void)
{
    return (uint8_t *)&guarded.arena + ARENA_BYTES;
}

static int32_t gap_after_bytes(void)
{
    return (int32_t)(guarded.after + TE_GAP - gap_after());
}

static int32_t damaged(const uint8_t *gap, int32_t bytes)
{
    for (int32_t i = 0; i < bytes; i++)
        if (gap[i] != CANARY)
            return i;
    return -1;
}

static void check_gaps(int32_t sample)
{
    const int32_t before = damaged(guarded.before, TE_GAP);
    if (before >= 0)
        stop("canary", sample, before - TE_GAP);
    const int32_t after = damaged(gap_after(), gap_after_bytes());
    if (after >= 0)
        stop("canary", sample, (int32_t)ARENA_BYTES + after);
}

#if defined(TE_EXTERNAL_BYTES) || defined(TE_STREAM_CHECKS)
static uint32_t hash_of(const uint8_t *bytes, int32_t count)
{
    uint32_t hash = 2166136261u;
    for (int32_t i = 0; i < count; i++)
        hash = (hash ^ bytes[i]) * 16777619u;
    return hash;
}
#endif

#ifdef TE_EXTERNAL_BYTES
static uint8_t external[TE_EXTERNAL_BYTES] __attribute__((aligned(64)));
static MODEL(_inputs) inputs;
typedef char te_inputs_are_pointers[sizeof(MODEL(_inputs)) == INPUTS * sizeof(void *) ? 1 : -1];

/* Position of an input in `external`; of index INPUTS, the end of the last gap. */
static int32_t external_offset(int32_t index)
{
    int32_t offset = TE_GAP;
    for (int32_t i = 0; i < index; i++)
        offset += (inputBytes[i] + TE_ALIGN - 1) / TE_ALIGN * TE_ALIGN + TE_GAP;
    return offset;
}

static void forbid_external_gaps(void)
{
    int32_t end = 0;
    for (int32_t i = 0; i < INPUTS; i++) {
        te_platform_forbid(external + end, external_offset(i) - end);
        end = external_offset(i) + inputBytes[i];
    }
    te_platform_forbid(external + end, (int32_t)TE_EXTERNAL_BYTES - end);
}

static void load_inputs(int32_t sample)
{
    const void *pointers[INPUTS];
    if (external_offset(INPUTS) > (int32_t)TE_EXTERNAL_BYTES)
        stop("input-size", sample, 0);
    memset(external, CANARY, sizeof external);
    for (int32_t i = 0; i < INPUTS; i++) {
        load(external + external_offset(i), sample, i);
        pointers[i] = external + external_offset(i);
    }
    memcpy(&inputs, pointers, sizeof inputs);
}

static void run_model(void)
{
    status = MODEL(_run)(&guarded.arena, &inputs, &outputs);
}
#elif !defined(TE_STREAM)
static void load_inputs(int32_t sample)
{
    for (int32_t i = 0; i < INPUTS; i++)
        load(MODEL(_input)(&guarded.arena, i), sample, i);
}

static void run_model(void)
{
    status = MODEL(_run)(&guarded.arena, 0, &outputs);
}
#endif

#ifdef TE_STREAM
#include "te_stream.h"
#endif

static void store_outputs(int32_t sample)
{
    for (int32_t i = 0; i < OUTPUTS; i++) {
        const uint8_t *output = output_of_run(i, sample);
        if (output == 0)
            stop("output-missing", sample, i);
        if (te_port_write_file(file_name("out", sample, i), output, outputBytes[i]) != outputBytes[i])
            stop("output-file", sample, i);
    }
}

static te_measurement run_guarded(int32_t sample)
{
    te_platform_forbid(guarded.before, TE_GAP);
    te_platform_forbid(gap_after(), gap_after_bytes());
#ifdef TE_EXTERNAL_BYTES
    const uint32_t hash = hash_of(external, (int32_t)TE_EXTERNAL_BYTES);
    forbid_external_gaps();
#endif
#ifdef TE_STREAM
    const te_measurement used = run_rows(sample, &guarded.arena, 0);
#else
    forget_outputs();
    const te_measurement used = te_platform_run(run_model);
#endif
    te_platform_allow(&guarded, (int32_t)sizeof guarded);
#ifdef TE_EXTERNAL_BYTES
    te_platform_allow(external, (int32_t)TE_EXTERNAL_BYTES);
    if (hash_of(external, (int32_t)TE_EXTERNAL_BYTES) != hash)
        stop("input-modified", sample, 0);
#endif
    check_gaps(sample);
    if (status != 0)
        stop("status", sample, status);
    return used;
}

static void report_steps(void)
{
#ifdef TE_STEP_HOOK
    const uint64_t hook = te_platform_hook_cost();
    for (int32_t i = 0; i < STEPS; i++) {
        const uint64_t own = hook * stepCosts[i].entries / TE_HOOK_CALLS;
        te_port_puts("te:");
        put("step", i);
        put("cost", stepCosts[i].cost > own ? (int64_t)(stepCosts[i].cost - own) : 0);
        te_port_puts("\n");
    }
#endif
}

int main(void)
{
    int32_t painted = 0;
    te_platform_start();
    te_platform_arena(&guarded.arena, (int32_t)ARENA_BYTES);
    te_platform_steps(stepCosts, STEPS);
    memset(&guarded, CANARY, sizeof guarded);
    for (int32_t sample = 0; sample < TE_SAMPLE_COUNT; sample++) {
#ifdef TE_SEQUENCE
        const int fresh = sample == 0;
#else
        const int fresh = 1;
#endif
        if (fresh) {
            painted = sample;
            paint_arena(sample);
#ifdef TE_MODEL_STATE
            MODEL(_reset)(&guarded.arena);
#endif
        }
        load_inputs(sample);
        memset(stepCosts, 0, sizeof stepCosts);
        const te_measurement used = run_guarded(sample);
        store_outputs(sample);
        te_port_puts("te:");
        put("sample", sample);
        put("instructions", (int64_t)used.instructions);
        put("macs", (int64_t)used.macs);
        put("stack", (int64_t)used.stack);
        put("arena", (int64_t)ARENA_BYTES);
        put("touched", touched(painted));
        te_port_puts("\n");
        if (sample == 0)
            report_steps();
#ifdef TE_STREAM_CHECKS
        check_stream(sample, fresh);
#endif
    }
    te_port_puts("te: done\n");
    return 0;
}
