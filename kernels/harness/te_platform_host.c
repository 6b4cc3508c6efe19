/* The harness on a development machine: te_port.h over stdio, and with AddressSanitizer an arena in which only live bytes are accessible.
 * Reads live.bin if it is there: int32 step count, then for each step an int32 count of ranges and (offset, length) pairs. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "te_platform.h"
#include "te_port.h"

#if defined(__SANITIZE_ADDRESS__)
#define TE_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TE_ASAN 1
#endif
#endif

#ifdef TE_ASAN
#include <sanitizer/asan_interface.h>
#endif

uint64_t te_macs_executed;

static const uint8_t *arenaBytes;
static int32_t arenaSize;
static te_step_cost *stepCosts;
static int32_t stepCount;
static int32_t currentStep = -1;
static uint64_t since; /* multiply-accumulates when it was entered */

static int32_t *live;        /* the contents of live.bin; NULL without one */
static int32_t *rangesOf;    /* for each step where its ranges start in `live`; equal ones share a place */
static int32_t liveSteps;    /* steps in `live` */
static int32_t inForce = -1; /* place of the ranges in force; -1 when the whole arena is accessible */

void te_port_puts(const char *text)
{
    fputs(text, stdout);
}

void te_port_put_int(int64_t value)
{
    printf("%lld", (long long)value);
}

int32_t te_port_read_file(const char *path, void *data, int32_t bytes)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return -1;
    const size_t read = fread(data, 1, (size_t)bytes, file);
    fclose(file);
    return (int32_t)read;
}

int32_t te_port_write_file(const char *path, const void *data, int32_t bytes)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        return -1;
    const size_t written = fwrite(data, 1, (size_t)bytes, file);
    return fclose(file) == 0 ? (int32_t)written : -1;
}

void te_port_exit(int code)
{
    fflush(stdout);
    exit(code);
}

uint64_t te_port_instructions(void)
{
    return 0;
}

#ifdef TE_ASAN
void te_platform_forbid(const void *memory, int32_t bytes)
{
    __asan_poison_memory_region(memory, (size_t)bytes);
}

void te_platform_allow(const void *memory, int32_t bytes)
{
    __asan_unpoison_memory_region(memory, (size_t)bytes);
}

/* Called with the whole report, which also goes to stderr; adds where in the model it happened. */
static void on_report(const char *report)
{
    const uint8_t *address = __asan_get_report_address();
    (void)report;
    printf("te: event=sanitizer step=%d", (int)currentStep);
    if (address >= arenaBytes && address < arenaBytes + arenaSize)
        printf(" offset=%d", (int)(address - arenaBytes));
    printf("\n");
    fflush(stdout);
}
#else
void te_platform_forbid(const void *memory, int32_t bytes)
{
    (void)memory;
    (void)bytes;
}

void te_platform_allow(const void *memory, int32_t bytes)
{
    (void)memory;
    (void)bytes;
}
#endif

/* UndefinedBehaviorSanitizer ends in SIGABRT; without AddressSanitizer, wild accesses arrive here too. */
static void on_signal(int number)
{
    printf("te: event=signal number=%d step=%d\n", number, (int)currentStep);
    fflush(stdout);
    _Exit(1);
}

static void reject_live_ranges(void)
{
    te_port_puts("te: event=input-file sample=0 index=0\n");
    te_port_exit(1);
}

/* Finds the ranges of each step. The steps of a stage have the same ones and take turns row by row: sharing a place makes a change of step
 * cheap. */
static void index_live_ranges(int32_t words)
{
    int32_t at = 1;
    liveSteps = words > 0 ? live[0] : 0;
    rangesOf = malloc(((size_t)liveSteps + 1u) * sizeof *rangesOf);
    if (rangesOf == NULL)
        reject_live_ranges();
    for (int32_t i = 0; i < liveSteps; i++) {
        const int32_t size = at < words ? 1 + 2 * live[at] : 0;
        if (size <= 0 || size > words - at)
            reject_live_ranges();
        const int32_t before = i > 0 ? rangesOf[i - 1] : 0;
        const int same = i > 0 && memcmp(live + before, live + at, (size_t)size * sizeof *live) == 0;
        rangesOf[i] = same ? before : at;
        at += size;
    }
}

static void read_live_ranges(void)
{
    FILE *file = fopen("live.bin", "rb");
    if (file == NULL)
        return;
    fseek(file, 0, SEEK_END);
    const long bytes = ftell(file);
    rewind(file);
    live = malloc((size_t)bytes + 4u);
    if (live == NULL || fread(live, 1, (size_t)bytes, file) != (size_t)bytes)
        reject_live_ranges();
    fclose(file);
    index_live_ranges((int32_t)(bytes / 4));
}

void te_platform_start(void)
{
#ifdef TE_ASAN
    __asan_set_error_report_callback(on_report);
#else
    signal(SIGSEGV, on_signal);
    signal(SIGBUS, on_signal);
    signal(SIGFPE, on_signal);
    signal(SIGILL, on_signal);
#endif
    signal(SIGABRT, on_signal);
    read_live_ranges();
}

void te_platform_arena(const void *arena, int32_t bytes)
{
    arenaBytes = arena;
    arenaSize = bytes;
    inForce = -1;
}

/* Makes [from, to) inaccessible where whole words of 8 bytes lie in it: shadow memory has that grain, and rounding inwards never
 * forbids a live byte. */
static void forbid_gap(int32_t from, int32_t to)
{
    from = (from + 7) / 8 * 8;
    to = to / 8 * 8;
    if (to > from)
        te_platform_forbid(arenaBytes + from, to - from);
}

/* From here on only the live ranges of a step, which live.bin holds in ascending order, are accessible. */
static void forbid_dead_bytes(int32_t step)
{
    const int32_t place = step >= 0 && step < liveSteps ? rangesOf[step] : -1;
    int32_t from = 0;
    if (place == inForce)
        return;
    inForce = place;
    te_platform_allow(arenaBytes, arenaSize);
    if (place < 0)
        return;
    const int32_t *p = live + place;
    for (int32_t left = *p++; left > 0; left--, p += 2) {
        forbid_gap(from, p[0]);
        if (p[0] + p[1] > from)
            from = p[0] + p[1];
    }
    forbid_gap(from, arenaSize);
}

void te_step(void *arena, int32_t step)
{
    (void)arena;
    if (currentStep >= 0)
        stepCosts[currentStep].cost += te_macs_executed - since;
    currentStep = step >= 0 && step < stepCount ? step : -1;
    if (currentStep >= 0)
        stepCosts[currentStep].entries++;
    since = te_macs_executed;
    forbid_dead_bytes(currentStep);
}

te_measurement te_platform_run(void (*run)(void))
{
    te_measurement used = {0, 0, 0};
    const uint64_t before = te_macs_executed;
    run();
    te_step(NULL, -1);
    used.macs = te_macs_executed - before;
    return used;
}

void te_platform_steps(te_step_cost *steps, int32_t count)
{
    stepCosts = steps;
    stepCount = count;
}

uint64_t te_platform_hook_cost(void)
{
    return 0;
}
