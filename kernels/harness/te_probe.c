/* Compiled and run once to learn whether the host compiler's sanitizers work here. */
#include <stdio.h>

int main(void)
{
    puts("te: done");
    return 0;
}
