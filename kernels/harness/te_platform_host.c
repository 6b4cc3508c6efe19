/* The harness on a development machine: te_port.h over stdio, and with AddressSanitizer an arena in which only live bytes are accessible.
 * Reads live.bin if it is there: int32 step count, then for each step an int32 count of ranges and (offset, length) pairs. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

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
static uint64_t *stampAt;
static int32_t stampCount;
static int32_t currentStep = -1;

static int32_t *live; /* the contents of live.bin; NULL without one */
static int32_t liveCount;

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

static void read_live_ranges(void)
{
    FILE *file = fopen("live.bin", "rb");
    if (file == NULL)
        return;
    fseek(file, 0, SEEK_END);
    const long bytes = ftell(file);
    rewind(file);
    live = malloc((size_t)bytes + 4u);
    if (live == NULL || fread(live, 1, (size_t)bytes, file) != (size_t)bytes) {
        te_port_puts("te: event=input-file sample=0 index=0\n");
        te_port_exit(1);
    }
    fclose(file);
    liveCount = (int32_t)(bytes / 4);
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

/* Before step `step` only its live ranges, which live.bin holds in ascending order, stay accessible. */
static void forbid_dead_bytes(int32_t step)
{
    const int32_t *p = live;
    const int32_t *const end = live + liveCount;
    int32_t from = 0;
    te_platform_allow(arenaBytes, arenaSize);
    if (p == NULL || step < 0 || step >= *p++)
        return;
    for (int32_t i = 0; i < step && p < end; i++)
        p += 1 + 2 * *p;
    if (p >= end)
        return;
    const int32_t ranges = *p++;
    for (int32_t i = 0; i < ranges && p + 1 < end; i++, p += 2) {
        forbid_gap(from, p[0]);
        if (p[0] + p[1] > from)
            from = p[0] + p[1];
    }
    forbid_gap(from, arenaSize);
}

void te_step(void *arena, int32_t step)
{
    (void)arena;
    if (step >= 0 && step < stampCount)
        stampAt[step] = te_macs_executed;
    currentStep = step + 1 < stampCount ? step : -1;
    forbid_dead_bytes(currentStep);
}

te_measurement te_platform_run(void (*run)(void))
{
    te_measurement used = {0, 0, 0};
    te_macs_executed = 0;
    run();
    currentStep = -1;
    used.macs = te_macs_executed;
    return used;
}

void te_platform_stamps(uint64_t *stamps, int32_t count)
{
    stampAt = stamps;
    stampCount = count;
}

uint64_t te_platform_stamp_cost(void)
{
    return 0;
}
