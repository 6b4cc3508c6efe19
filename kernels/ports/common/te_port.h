/* What a program needs from an emulated board: console, files, instruction counter, stack measurement. `main` is the program's own. */
#ifndef TE_PORT_H
#define TE_PORT_H

#include <stdint.h>

/* Console (the emulator's standard output). */
void te_port_puts(const char *text);
void te_port_put_int(int64_t value);

/* Whole files of the host, by path relative to the emulator's working directory. Return the bytes moved, or -1. */
int32_t te_port_read_file(const char *path, void *data, int32_t bytes);
int32_t te_port_write_file(const char *path, const void *data, int32_t bytes);

/* Ends the program with an exit code that the host sees. */
void te_port_exit(int code);

/* Executed instructions since reset, in steps of 40 or 50; needs `qemu-system-arm -icount shift=0`. Take differences of two calls. Wraps
 * after 2^32 steps. */
uint64_t te_port_instructions(void);

/* Paints the unused stack; then, after the code under test, the deepest use below the stack pointer at the time of painting. */
void te_port_stack_paint(void);
uint32_t te_port_stack_used(void);

#endif
