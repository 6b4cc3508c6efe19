/* Reset: vector table, FPU on, memory initialised, main, exit with its result. Any fault ends the run with exit code 70. */
#include <stdint.h>

#include "te_port.h"

extern uint32_t te_port_stack_top[];
extern uint32_t te_port_data_load[], te_port_data_start[], te_port_data_end[];
extern uint32_t te_port_bss_start[], te_port_bss_end[];

int main(void);

#define CPACR (*(volatile uint32_t *)0xe000ed88u)
#define FPU_FULL_ACCESS (0xfu << 20)

static void fault(void)
{
    te_port_puts("fault\n");
    te_port_exit(70);
}

__attribute__((noreturn, used)) void te_port_reset(void)
{
    CPACR |= FPU_FULL_ACCESS;
    __asm__ volatile("dsb\n\tisb" ::: "memory");
    for (volatile uint32_t *to = te_port_data_start, *from = te_port_data_load; to < te_port_data_end;)
        *to++ = *from++;
    for (volatile uint32_t *p = te_port_bss_start; p < te_port_bss_end;)
        *p++ = 0u;
    te_port_exit(main());
    for (;;) {
    }
}

typedef void (*te_port_vector)(void);

__attribute__((section(".vectors"), used)) static const te_port_vector vectors[16] = {
    (te_port_vector)te_port_stack_top, te_port_reset, fault, fault, fault, fault, fault, 0, 0, 0, 0, fault, fault, 0, fault, fault,
};
