/* A plugin for QEMU (TCG plugin API, version 1) that estimates the cycles a Cortex-M4 would take for the Thumb-2 code between two marker
 * instructions: `yield` opens a window, `sev` closes it; neither does anything on the core, and neither is counted. Windows add up until
 * `dbg #0`, which ends a line of the output.
 *
 * Cycles by instruction, after Arm's "Cortex-M4 Technical Reference Manual", section 3.3.1:
 *     most instructions                    1
 *     a load or store of one register      2, or 1 directly behind another one (they pipeline)
 *     LDRD, STRD                           3
 *     LDM, STM, PUSH, POP, VLDM, VSTM      1 + registers
 *     a taken branch                       1 + 2 to refill the pipeline
 *     SDIV, UDIV                           7 (of 2 to 12)
 *     VDIV, VSQRT                          14        VMLA, VFMA and their kind   3
 * Not modelled: waits of the memory, the address dependences and store buffers that break or save pipelining, skipped instructions of an
 * IT block (they count as executed). An estimate to compare kernels with, not a clock.
 *
 * Prints lines of "instructions cycles", with out=FILE to a file, otherwise to standard error. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qemu_plugin.h"

enum { YIELD = 0xbf10, SEV = 0xbf40, DBG_HIGH = 0xf3af, DBG_LOW = 0x80f0, REFILL = 2 };

typedef struct {
    int cycles;  /* of a load or store of one register: not pipelined */
    bool single; /* loads or stores one register */
    bool branch; /* may go elsewhere */
} cost;

static const cost ordinary = {1, false, false}, memory = {2, true, false}, jump = {1, false, true};

static cost many(uint32_t registers, bool toPc)
{
    const cost c = {1 + __builtin_popcount(registers), false, toPc};
    return c;
}

static cost cycles(int n)
{
    const cost c = {n, false, false};
    return c;
}

static cost load_to(uint32_t rt)
{
    const cost c = {2, true, rt == 15};
    return c;
}

/* A rule: instructions whose bits under the mask are these. */
typedef struct {
    uint16_t mask, value;
} pattern;

static bool is(uint32_t h, pattern p)
{
    return (h & p.mask) == p.value;
}

static cost short_cost(uint32_t h)
{
    static const pattern memories[] = {{0xf800, 0x4800}, {0xf000, 0x5000}, {0xe000, 0x6000}, {0xf000, 0x8000}, {0xf000, 0x9000}};
    static const pattern jumps[] = {{0xff00, 0x4700}, {0xff87, 0x4687}, {0xff87, 0x4487}, {0xf500, 0xb100}, {0xf800, 0xe000}};
    for (size_t i = 0; i < sizeof memories / sizeof *memories; i++)
        if (is(h, memories[i]))
            return memory;
    for (size_t i = 0; i < sizeof jumps / sizeof *jumps; i++)
        if (is(h, jumps[i]))
            return jump;
    if ((h & 0xf000) == 0xd000)
        return (h & 0x0f00) < 0x0e00 ? jump : ordinary;
    if ((h & 0xfe00) == 0xb400)
        return many(h & 0x1ff, false);
    if ((h & 0xfe00) == 0xbc00)
        return many(h & 0x1ff, h & 0x100);
    return (h & 0xf000) == 0xc000 ? many(h & 0xff, false) : ordinary;
}

static cost float_cost(uint32_t a, uint32_t b)
{
    if ((a & 0xfe00) == 0xec00) {
        if ((a & 0xffe0) == 0xec40)
            return cycles(2); /* VMOV of two core registers */
        return (a & 0x0120) == 0x0100 ? memory : cycles(1 + (int)(b & 0xff));
    }
    if ((a & 0xff00) != 0xee00 || (b & 0x10))
        return ordinary;
    switch (a >> 4 & 0xb) {
    case 0x0:
    case 0x1:
    case 0x9:
    case 0xa:
        return cycles(3);
    case 0x8:
        return cycles(14);
    case 0xb:
        return cycles((a & 0xf) == 1 && (b & 0xc0) == 0xc0 ? 14 : 1);
    default:
        return ordinary;
    }
}

static cost long_cost(uint32_t a, uint32_t b)
{
    if ((a & 0xec00) == 0xec00)
        return float_cost(a, b);
    if ((a & 0xfe40) == 0xe800)
        return many(b, (a & 0x10) && (b & 0x8000));
    if ((a & 0xfff0) == 0xe8d0 && (b & 0xffe0) == 0xf000) {
        const cost table = {2, false, true}; /* TBB, TBH */
        return table;
    }
    if ((a & 0xfe40) == 0xe840)
        return a & 0x0120 ? cycles(3) : cycles(2);
    if ((a & 0xf800) == 0xf000 && (b & 0x8000))
        return (b & 0xd000) == 0x8000 && (a & 0x0380) == 0x0380 ? ordinary : jump;
    if ((a & 0xfe00) == 0xf800) {
        const bool load = a & 0x10;
        if (load && b >> 12 == 15 && (a & 0x60) != 0x40)
            return ordinary; /* PLD */
        return load ? load_to(b >> 12) : memory;
    }
    return (a & 0xffd0) == 0xfb90 && (b & 0xf0) == 0xf0 ? cycles(7) : ordinary;
}

/* An instruction of the program. */
typedef struct {
    uint64_t next; /* address of the one behind it */
    uint64_t at;
    cost cost;
} instruction;

typedef struct {
    uint64_t instructions, cycles;
} sums;

static sums total;
static FILE *file;
static bool open_now;
static const instruction *before;

/* Whether the instruction before went elsewhere than to `at`. */
static void settle(uint64_t at)
{
    if (before != NULL && before->cost.branch && before->next != at)
        total.cycles += REFILL;
}

static void execute(unsigned int cpu, void *data)
{
    const instruction *i = data;
    (void)cpu;
    if (!open_now)
        return;
    settle(i->at);
    const bool pipelined = i->cost.single && before != NULL && before->cost.single && before->next == i->at;
    total.instructions++;
    total.cycles += (uint64_t)i->cost.cycles - pipelined;
    before = i;
}

static void start(unsigned int cpu, void *data)
{
    (void)cpu, (void)data;
    open_now = true;
    before = NULL;
}

static void stop(unsigned int cpu, void *data)
{
    (void)cpu;
    if (open_now)
        settle((uintptr_t)data);
    open_now = false;
}

static void print_line(unsigned int cpu, void *data)
{
    (void)cpu, (void)data;
    fprintf(file, "%llu %llu\n", (unsigned long long)total.instructions, (unsigned long long)total.cycles);
    total = (sums){0, 0};
}

static void translate(qemu_plugin_id_t id, struct qemu_plugin_tb *block)
{
    (void)id;
    for (size_t k = 0; k < qemu_plugin_tb_n_insns(block); k++) {
        struct qemu_plugin_insn *in = qemu_plugin_tb_get_insn(block, k);
        const uint8_t *d = qemu_plugin_insn_data(in);
        const size_t size = qemu_plugin_insn_size(in);
        const uint64_t at = qemu_plugin_insn_vaddr(in);
        const uint32_t a = d[0] | (uint32_t)d[1] << 8;
        if (size == 2 && (a == YIELD || a == SEV)) {
            qemu_plugin_register_vcpu_insn_exec_cb(in, a == YIELD ? start : stop, 0, (void *)(uintptr_t)at);
            continue;
        }
        if (size == 4 && a == DBG_HIGH && (d[2] | (uint32_t)d[3] << 8) == DBG_LOW) {
            qemu_plugin_register_vcpu_insn_exec_cb(in, print_line, 0, NULL);
            continue;
        }
        instruction *i = malloc(sizeof *i); /* lives as long as the program */
        if (i == NULL)
            abort();
        i->at = at;
        i->next = at + size;
        i->cost = size == 2 ? short_cost(a) : long_cost(a, d[2] | (uint32_t)d[3] << 8);
        qemu_plugin_register_vcpu_insn_exec_cb(in, execute, 0, i);
    }
}

static void report(qemu_plugin_id_t id, void *data)
{
    (void)id, (void)data;
    fflush(file);
}

__attribute__((visibility("default"))) int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc, char **argv)
{
    (void)info;
    for (int i = 0; i < argc; i++) {
        if (strncmp(argv[i], "out=", 4) != 0) {
            fprintf(stderr, "cortex_m4_cycles: unknown option %s\n", argv[i]);
            return -1;
        }
        file = fopen(argv[i] + 4, "w");
    }
    if (file == NULL)
        file = stderr;
    qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
    qemu_plugin_register_atexit_cb(id, report, NULL);
    return 0;
}
