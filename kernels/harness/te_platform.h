/* What the harness needs from a target beyond te_port.h: measuring one call, and memory that the model must not touch. */
#ifndef TE_PLATFORM_H
#define TE_PLATFORM_H

#include <stdint.h>

/* What one call cost; 0 where the target cannot measure it. */
typedef struct {
    uint64_t instructions; /* in steps of 40 */
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

/* In builds with -DTE_STEP_HOOK: te_step(), which generated code calls before each step and after the last, leaves a stamp here
 * (instructions, or executed MACs on a host). The cost of step i is stamps[i + 1] - stamps[i] - the cost of te_step itself. */
void te_platform_stamps(uint64_t *stamps, int32_t count);
uint64_t te_platform_stamp_cost(void);
void te_step(void *arena, int32_t step);

#endif
