#include "te_port.h"

#include <string.h>

enum { SYS_OPEN = 0x01, SYS_CLOSE = 0x02, SYS_WRITE0 = 0x04, SYS_WRITE = 0x05, SYS_READ = 0x06, SYS_EXIT_EXTENDED = 0x20 };
enum { OPEN_READ_BINARY = 1, OPEN_WRITE_BINARY = 5 };

/* The linker script of the machine says where the timer is and how many instructions pass between two of its steps. */
typedef struct {
    volatile uint32_t control, value, reload;
} te_port_timer_registers;
extern te_port_timer_registers te_port_timer;
extern const char te_port_tick[];

#define STACK_PAINT 0xa5a5a5a5u
#define STACK_FRAME_ALLOWANCE 64u

extern uint32_t te_port_stack_limit[];
extern uint32_t te_port_stack_top[];

static uint32_t stackAtPaint;

static uint32_t semihost(uint32_t operation, const void *argument)
{
    register uint32_t r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

void te_port_puts(const char *text)
{
    semihost(SYS_WRITE0, text);
}

void te_port_put_int(int64_t value)
{
    char text[24];
    char *p = text + sizeof text - 1;
    uint64_t rest = value < 0 ? 0u - (uint64_t)value : (uint64_t)value;
    *p = '\0';
    do {
        *--p = (char)('0' + (char)(rest % 10u));
        rest /= 10u;
    } while (rest != 0);
    if (value < 0)
        *--p = '-';
    te_port_puts(p);
}

/* What newlib's printf ends in, for programs that use it. */
int _write(int file, const char *text, int bytes);

int _write(int file, const char *text, int bytes)
{
    const uint32_t console = semihost(SYS_OPEN, (const uint32_t[3]){(uint32_t)(uintptr_t) ":tt", OPEN_WRITE_BINARY, 3});
    const uint32_t block[3] = {console, (uint32_t)(uintptr_t)text, (uint32_t)bytes};
    (void)file;
    return bytes - (int)semihost(SYS_WRITE, block);
}

static int32_t transfer(const char *path, uint32_t mode, uint32_t operation, const void *data, int32_t bytes)
{
    const uint32_t open[3] = {(uint32_t)(uintptr_t)path, mode, (uint32_t)strlen(path)};
    const uint32_t file = semihost(SYS_OPEN, open);
    if (file == UINT32_MAX)
        return -1;
    const uint32_t block[3] = {file, (uint32_t)(uintptr_t)data, (uint32_t)bytes};
    const uint32_t left = semihost(operation, block);
    semihost(SYS_CLOSE, &file);
    return left > (uint32_t)bytes ? -1 : bytes - (int32_t)left;
}

int32_t te_port_read_file(const char *path, void *data, int32_t bytes)
{
    return transfer(path, OPEN_READ_BINARY, SYS_READ, data, bytes);
}

int32_t te_port_write_file(const char *path, const void *data, int32_t bytes)
{
    return transfer(path, OPEN_WRITE_BINARY, SYS_WRITE, data, bytes);
}

void te_port_exit(int code)
{
    const uint32_t applicationExit = 0x20026u;
    const uint32_t block[2] = {applicationExit, (uint32_t)code};
    semihost(SYS_EXIT_EXTENDED, block);
    for (;;) {
    }
}

uint64_t te_port_instructions(void)
{
    if (te_port_timer.control == 0u) {
        te_port_timer.reload = UINT32_MAX;
        te_port_timer.value = UINT32_MAX;
        te_port_timer.control = 1u;
    }
    return (uint64_t)(UINT32_MAX - te_port_timer.value) * (uint32_t)(uintptr_t)te_port_tick;
}

static uint32_t stack_pointer(void)
{
    uint32_t sp;
    __asm__ volatile("mov %0, sp" : "=r"(sp));
    return sp;
}

__attribute__((noinline)) void te_port_stack_paint(void)
{
    const uint32_t end = stack_pointer() - STACK_FRAME_ALLOWANCE;
    for (volatile uint32_t *p = te_port_stack_limit; (uint32_t)(uintptr_t)p < end; p++)
        *p = STACK_PAINT;
    stackAtPaint = stack_pointer();
}

__attribute__((noinline)) uint32_t te_port_stack_used(void)
{
    const volatile uint32_t *p = te_port_stack_limit;
    while (p < te_port_stack_top && *p == STACK_PAINT)
        p++;
    const uint32_t deepest = (uint32_t)(uintptr_t)p;
    return deepest < stackAtPaint - STACK_FRAME_ALLOWANCE ? stackAtPaint - deepest : 0u;
}
