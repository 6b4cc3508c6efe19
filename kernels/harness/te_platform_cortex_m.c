/* The harness on an emulated Cortex-M: its own guarded stack for the model, faults that say what happened, instructions per step. */
#include <string.h>

#include "te_platform.h"
#include "te_port.h"

#define RUN_STACK_BYTES 32768
#define GUARD_BYTES_LOG2 10
#define GUARD_BYTES (1 << GUARD_BYTES_LOG2)
#define PAINT 0xa5u

/* The lowest GUARD_BYTES are inaccessible, so that an overflow faults instead of spoiling what lies below. */
static uint8_t runStack[GUARD_BYTES + RUN_STACK_BYTES] __attribute__((aligned(GUARD_BYTES)));

static te_step_cost *stepCosts;
static int32_t stepCount;
static te_step_cost *current; /* the step that runs; NULL between calls of the model */
static uint64_t since;        /* when it was entered */

#define SCB_VTOR (*(volatile uint32_t *)0xe000ed08u)
#define SCB_CFSR (*(volatile uint32_t *)0xe000ed28u)
#define SCB_HFSR (*(volatile uint32_t *)0xe000ed2cu)
#define SCB_MMFAR (*(volatile uint32_t *)0xe000ed34u)
#define SCB_BFAR (*(volatile uint32_t *)0xe000ed38u)
#define CFSR_STACKING_FAILED 0x00001010u /* MSTKERR, STKERR: the frame of the fault could not be written */
#define CFSR_MMFAR_VALID 0x00000080u
#define CFSR_BFAR_VALID 0x00008000u

#define MPU_CTRL (*(volatile uint32_t *)0xe000ed94u)
#define MPU_RNR (*(volatile uint32_t *)0xe000ed98u)
#define MPU_RBAR (*(volatile uint32_t *)0xe000ed9cu)
#define MPU_RASR (*(volatile uint32_t *)0xe000eda0u) /* Armv7-M */
#define MPU_RLAR (*(volatile uint32_t *)0xe000eda0u) /* Armv8-M */
#define MPU_MAIR0 (*(volatile uint32_t *)0xe000edc0u)

extern const char te_port_code[]; /* code and constants: memory that takes the place of flash */
#define CODE_BYTES_LOG2 22

extern uint32_t te_port_stack_top[];

static void put(const char *key, int64_t value)
{
    te_port_puts(" ");
    te_port_puts(key);
    te_port_puts("=");
    te_port_put_int(value);
}

/* Ends every fault. `frame` is the stack pointer at the fault: r0-r3, r12, lr, pc, psr, unless they could not be stacked. */
__attribute__((used, noreturn)) static void te_trap_report(const uint32_t *frame)
{
    const uint32_t cfsr = SCB_CFSR;
    const uint32_t at = (uint32_t)(uintptr_t)frame;
    const uint32_t bottom = (uint32_t)(uintptr_t)runStack;
    const uint32_t address = (cfsr & CFSR_MMFAR_VALID) ? SCB_MMFAR : (cfsr & CFSR_BFAR_VALID) ? SCB_BFAR : 0u;
    const int inGuard = address >= bottom && address < bottom + GUARD_BYTES;
    const int outside = at < bottom + GUARD_BYTES || at >= (uint32_t)(uintptr_t)te_port_stack_top;
    const int stacked = (cfsr & CFSR_STACKING_FAILED) == 0u && !outside;
    te_port_puts(inGuard || outside ? "te: event=stack-overflow" : "te: event=fault");
    put("cfsr", cfsr);
    put("hfsr", SCB_HFSR);
    put("address", address);
    put("lr", stacked ? frame[5] : 0u);
    put("pc", stacked ? frame[6] : 0u);
    te_port_puts("\n");
    te_port_exit(1);
    for (;;) {
    }
}

/* The stack may be what is broken: take the top of the main stack, nothing on it is needed any more. */
__attribute__((naked)) static void trap(void)
{
    __asm__ volatile("mov r0, sp\n\tldr r1, =te_port_stack_top\n\tmov sp, r1\n\tbl te_trap_report\n\t.ltorg");
}

typedef void (*vector)(void);
static const vector vectors[16]
    __attribute__((aligned(128))) = {trap, trap, trap, trap, trap, trap, trap, trap, trap, trap, trap, trap, trap, trap, trap, trap};

/* Regions of memory: nothing may be written to the guard nor to code and constants. */
#if defined(__ARM_ARCH_8M_MAIN__)
/* Both can be read: Armv8-M knows no region without access. */
static void protect(uint32_t number, uint32_t address, uint32_t bytesLog2)
{
    MPU_RNR = number;
    MPU_RBAR = address | 6u; /* read only */
    MPU_RLAR = (address + (1u << bytesLog2) - 32u) | 1u;
}

static void protect_memory(void)
{
    MPU_MAIR0 = 0x44u; /* normal memory, not cached */
    protect(0, (uint32_t)(uintptr_t)runStack, GUARD_BYTES_LOG2);
    protect(1, (uint32_t)(uintptr_t)te_port_code, CODE_BYTES_LOG2);
}
#else
static void protect(uint32_t number, uint32_t address, uint32_t bytesLog2, uint32_t attributes)
{
    MPU_RNR = number;
    MPU_RBAR = address;
    MPU_RASR = attributes | (bytesLog2 - 1u) << 1 | 1u;
}

static void protect_memory(void)
{
    protect(0, (uint32_t)(uintptr_t)runStack, GUARD_BYTES_LOG2, 0u);                     /* no access */
    protect(1, (uint32_t)(uintptr_t)te_port_code, CODE_BYTES_LOG2, 6u << 24 | 2u << 16); /* read only, normal memory */
}
#endif

void te_platform_start(void)
{
    SCB_VTOR = (uint32_t)(uintptr_t)vectors;
    protect_memory();
    MPU_CTRL = 5u; /* on, default map elsewhere */
    __asm__ volatile("dsb\n\tisb" ::: "memory");
}

void te_platform_arena(const void *arena, int32_t bytes)
{
    (void)arena;
    (void)bytes;
}

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

/* run in r0, stackTop in r1 */
__attribute__((naked, noinline)) static void call_on(void (*run)(void) __attribute__((unused)), void *stackTop __attribute__((unused)))
{
    __asm__ volatile("push {r4, lr}\n\tmov r4, sp\n\tmov sp, r1\n\tblx r0\n\tmov sp, r4\n\tpop {r4, pc}");
}

te_measurement te_platform_run(void (*run)(void))
{
    uint8_t *const bottom = runStack + GUARD_BYTES;
    uint8_t *const top = runStack + sizeof runStack;
    const uint8_t *deepest = bottom;
    te_measurement used = {0, 0, 0};
    memset(bottom, PAINT, RUN_STACK_BYTES);
    const uint64_t before = te_port_instructions();
    call_on(run, top);
    used.instructions = te_port_instructions() - before;
    te_step(0, -1);
    while (deepest < top && *deepest == PAINT)
        deepest++;
    used.stack = (uint32_t)((top - deepest + 3) & ~3);
    return used;
}

void te_platform_steps(te_step_cost *steps, int32_t count)
{
    stepCosts = steps;
    stepCount = count;
}

void te_step(void *arena, int32_t step)
{
    const uint64_t now = te_port_instructions();
    (void)arena;
    if (current != NULL)
        current->cost += now - since;
    current = step >= 0 && step < stepCount ? &stepCosts[step] : NULL;
    if (current != NULL)
        current->entries++;
    since = now;
}

uint64_t te_platform_hook_cost(void)
{
    te_step_cost own = {0, 0};
    te_step_cost *const saved = stepCosts;
    const int32_t count = stepCount;
    te_platform_steps(&own, 1);
    for (uint32_t i = 0; i <= TE_HOOK_CALLS; i++)
        te_step(0, i < TE_HOOK_CALLS ? 0 : -1);
    te_platform_steps(saved, count);
    return own.cost;
}
