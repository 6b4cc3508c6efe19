/* What the harness needs from a target beyond te_port.h: measuring one call, and memory that the model must not touch. */
#ifndef TE_PLATFORM_H
#define TE_PLATFORM_H

#include <stdint.h>

/* What one call cost; 0 where the target cannot measure it. */
typedef struct {
    uint64_t instructions; /* in steps of 40 or 50 */
    uint64_t macs;         /* builds with -DTE_COUNT only */
    uint32_t stack;        /* bytes */
} te_measurement;

/* Once, before anything else. From here on a fault ends the program with a line `te: event=fault ...`. */
void te_platform_start(void);

/* The arena of the runs that follow. Where the target can, the bytes that no value occupies during a step are made inaccessible. */
void te_platform_arena(const void *arena, int32_t bytes);

/* Makes memory inaccessible, where the target can, until it is allowed again. */
void te_platform_forbid(const void *memory, int32_t bytes);
void te_platform_allow(const void *memory, int32_t bytes);

/* Calls run() on a painted stack of its own and measures it. */
te_measurement te_platform_run(void (*run)(void));

/* In builds with -DTE_STEP_HOOK: generated code calls te_step() before it runs a step, whole or a row of it, and with the number of steps
 * when it pauses or ends. What lies between two calls of te_step belongs to the step of the first one, and to none after te_platform_run()
 * has returned. A step may be entered any number of times, in any order; its costs add up here. */
typedef struct {
    uint64_t cost;    /* instructions, te_step's own among them; on a host, executed multiply-accumulates */
    uint64_t entries; /* how often it was entered */
} te_step_cost;

void te_platform_steps(te_step_cost *steps, int32_t count);
void te_step(void *arena, int32_t step);

/* What TE_HOOK_CALLS calls of te_step cost themselves: many, because a target may count in units of several instructions. */
#define TE_HOOK_CALLS 1024u
uint64_t te_platform_hook_cost(void);

#endif
