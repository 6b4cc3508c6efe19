/* Runs a generated network once on an emulated board, between the marks of the plugin that estimates cycles. Built by eng/cycles.sh with
 * NETWORK_HEADER, and RUN, ARENA, INPUTS and OUTPUTS naming the generated function and types. */
#include NETWORK_HEADER
#include "te_port.h"

static ARENA arena;

int main(void)
{
    INPUTS in;
    OUTPUTS out;
    __asm__ volatile("yield" ::: "memory");
    const int status = RUN(&arena, &in, &out);
    __asm__ volatile("sev\n\tdbg #0" ::: "memory");
    te_port_exit(status);
    return status;
}
