/* A plugin for QEMU that checks what kernels touch while their tests run on an emulated board: every load and store of an instruction of
 * kernel code must lie in a range that the test has published (inputs with their slack, outputs, scratch) or in the stack; constants and
 * memory that no test ever published may be loaded. AddressSanitizer does the same on a host, but does not see what assembly touches.
 *
 * The test publishes a range by `dbg #1` (may be touched) or `dbg #2` (may not) and a load of the range's first and last byte behind it;
 * neither does anything on the core. A case begins by forbidding everything.
 *
 * Options, half-open ranges of addresses and a file:
 *     code=FIRST-END       the instructions that are checked
 *     constants=FIRST-END  what they may load
 *     statics=FIRST-END    what they may load where no test published anything
 *     stack=FIRST-END      what they may load and store
 *     out=FILE             where the findings go; standard error without it
 * Prints a line for each instruction that strays, the first time, then a line "N accesses, M strays". */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qemu_plugin.h"

enum { DBG_HIGH = 0xf3af, DBG_LOW = 0x80f0, ALLOW = 1, FORBID = 2, PUBLISHING = 64, STRAYS = 64 };

typedef struct {
    uint64_t first, end;
} range;

static range code, constants, statics, stack;
static FILE *file;

/* Addresses of loads that publish, found when their block is translated. */
static uint64_t publishing[PUBLISHING];
static size_t publishingCount;

/* One byte for each byte of memory that was published; the test keeps all of it in one array. */
static uint8_t *touchable;
static range known;
static uint64_t first;
static int pending, ends;
static unsigned long cases, accesses, strays;
static uint64_t reported[STRAYS];
static size_t reportedCount;

static bool inside(range r, uint64_t at, uint64_t bytes)
{
    return r.first <= at && at + bytes <= r.end;
}

/* The range grows where a test publishes more than before. */
static void cover(range r)
{
    if (touchable != NULL && inside(known, r.first, r.end - r.first))
        return;
    range all = r;
    if (touchable != NULL) {
        all.first = known.first < r.first ? known.first : r.first;
        all.end = known.end > r.end ? known.end : r.end;
    }
    uint8_t *grown = calloc(all.end - all.first, 1);
    if (grown == NULL)
        abort();
    if (touchable != NULL)
        memcpy(grown + (known.first - all.first), touchable, known.end - known.first);
    free(touchable);
    touchable = grown;
    known = all;
}

static void publish(unsigned int cpu, qemu_plugin_meminfo_t info, uint64_t at, void *data)
{
    (void)cpu, (void)info, (void)data;
    if (pending == 0)
        return;
    if (ends++ == 0) {
        first = at;
        return;
    }
    const range r = {first, at + 1};
    cover(r);
    memset(touchable + (r.first - known.first), pending == ALLOW, r.end - r.first);
    pending = 0;
}

static void mark(unsigned int cpu, void *data)
{
    (void)cpu;
    pending = (int)(uintptr_t)data;
    ends = 0;
    cases += pending == FORBID;
}

static bool is_touchable(uint64_t at, uint64_t bytes)
{
    if (touchable == NULL || !inside(known, at, bytes))
        return false;
    for (uint64_t k = 0; k < bytes; k++)
        if (!touchable[at - known.first + k])
            return false;
    return true;
}

static void check(unsigned int cpu, qemu_plugin_meminfo_t info, uint64_t at, void *data)
{
    (void)cpu;
    const uint64_t bytes = (uint64_t)1 << qemu_plugin_mem_size_shift(info), by = (uintptr_t)data;
    const bool store = qemu_plugin_mem_is_store(info);
    accesses++;
    if (is_touchable(at, bytes) || inside(stack, at, bytes))
        return;
    const bool published = at < known.end && at + bytes > known.first;
    if (!store && (inside(constants, at, bytes) || (inside(statics, at, bytes) && !published)))
        return;
    strays++;
    for (size_t k = 0; k < reportedCount; k++)
        if (reported[k] == by)
            return;
    if (reportedCount < STRAYS)
        reported[reportedCount++] = by;
    fprintf(file, "stray %s of %u bytes at 0x%08llx by 0x%08llx in case %lu", store ? "store" : "load", (unsigned)bytes,
            (unsigned long long)at, (unsigned long long)by, cases);
    for (uint64_t behind = 1; behind <= 64; behind++) {
        if (is_touchable(at - behind, 1)) {
            fprintf(file, ", %llu bytes behind a range", (unsigned long long)behind - 1);
            break;
        }
    }
    fputc('\n', file);
}

static void translate(qemu_plugin_id_t id, struct qemu_plugin_tb *block)
{
    (void)id;
    for (size_t k = 0; k < qemu_plugin_tb_n_insns(block); k++) {
        struct qemu_plugin_insn *in = qemu_plugin_tb_get_insn(block, k);
        const uint64_t at = qemu_plugin_insn_vaddr(in);
        const uint8_t *d = qemu_plugin_insn_data(in);
        if (inside(code, at, 2)) {
            qemu_plugin_register_vcpu_mem_cb(in, check, 0, LOADS | STORES, (void *)(uintptr_t)at);
            continue;
        }
        for (size_t p = 0; p < publishingCount; p++) {
            if (publishing[p] == at) {
                qemu_plugin_register_vcpu_mem_cb(in, publish, 0, LOADS | STORES, NULL); /* loads alone: QEMU 7.2 calls nothing */
                break;
            }
        }
        if (qemu_plugin_insn_size(in) != 4 || (d[0] | d[1] << 8) != DBG_HIGH)
            continue;
        const int kind = (d[2] | d[3] << 8) - DBG_LOW;
        if (kind != ALLOW && kind != FORBID)
            continue;
        qemu_plugin_register_vcpu_insn_exec_cb(in, mark, 0, (void *)(uintptr_t)kind);
        if (publishingCount + 2 > PUBLISHING)
            abort();
        publishing[publishingCount++] = at + 4; /* two loads of four bytes each, see tests/kernels/te_test.c */
        publishing[publishingCount++] = at + 8;
    }
}

static void report(qemu_plugin_id_t id, void *data)
{
    (void)id, (void)data;
    fprintf(file, "%lu accesses, %lu strays\n", accesses, strays);
    fflush(file);
}

static bool parse(const char *argument, const char *name, range *r)
{
    const size_t length = strlen(name);
    char *end;
    if (strncmp(argument, name, length) != 0 || argument[length] != '=')
        return false;
    r->first = strtoull(argument + length + 1, &end, 16);
    r->end = *end == '-' ? strtoull(end + 1, NULL, 16) : 0;
    return r->first < r->end;
}

__attribute__((visibility("default"))) int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc, char **argv)
{
    (void)info;
    for (int i = 0; i < argc; i++) {
        if (parse(argv[i], "code", &code) || parse(argv[i], "constants", &constants) || parse(argv[i], "statics", &statics) ||
            parse(argv[i], "stack", &stack))
            continue;
        if (strncmp(argv[i], "out=", 4) == 0 && (file = fopen(argv[i] + 4, "w")) != NULL)
            continue;
        fprintf(stderr, "kernel_accesses: bad option %s\n", argv[i]);
        return -1;
    }
    if (file == NULL)
        file = stderr;
    if (code.end == 0) {
        fprintf(stderr, "kernel_accesses: no code to check\n");
        return -1;
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
    qemu_plugin_register_atexit_cb(id, report, NULL);
    return 0;
}
