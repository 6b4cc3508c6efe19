/* An application whose flags (-Ofast -flto) reach the kernels that compute in float32: prints a sum over their results. FastMathTests
 * compares it with the sum of a build without such flags. The inputs are made from integers, so that the flags do not change them. */
#include "te_kernels.h"

#include <string.h>

#if defined(__arm__)
#include "te_port.h"
#define PRINT te_port_puts
#else
#include <stdio.h>
#define PRINT(text) fputs(text, stdout)
#endif

enum { COUNT = 1024, SCALES = 100 };

static float from_bits(uint32_t bits)
{
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* A hash that every bit goes through. */
static uint32_t add(uint32_t sum, const void *data, uint32_t bytes)
{
    const uint8_t *at = (const uint8_t *)data;
    for (uint32_t i = 0; i < bytes; i++)
        sum = (sum ^ at[i]) * 16777619u;
    return sum;
}

int main(void)
{
    static float in[COUNT], back[COUNT];
    static int8_t q8[COUNT];
    static int16_t q16[COUNT];
    uint32_t random = 1, sum = 2166136261u;
    for (uint32_t scale = 0; scale < SCALES; scale++) {
        const te_quantize_params p = {from_bits(0x3a800000u + scale * 80503u), (int32_t)scale - 50};
        const te_quantize_params symmetric = {p.scale, 0};
        for (int32_t i = 0; i < COUNT; i++) {
            random = random * 1664525u + 1013904223u;
            /* Between -1 and 1, then multiples of a half of the scale, where results are about to change. */
            in[i] =
                i % 2 ? from_bits((random & 0x807fffffu) | 0x3f000000u) : from_bits(0x3a000000u + scale * 80503u) * (float)(i - COUNT / 2);
        }
        in[0] = from_bits(0x7fc00000u);
        in[1] = from_bits(0x7f800000u);
        in[2] = from_bits(0xff800000u);
        te_quantize_f32s8__c99(q8, in, COUNT, &p);
        te_quantize_f32s16__c99(q16, in, COUNT, &symmetric);
        te_dequantize_s8f32__c99(back, q8, COUNT, &p);
        sum = add(add(add(sum, q8, sizeof q8), q16, sizeof q16), back, sizeof back);
    }

    char text[9] = "........";
    for (int32_t i = 0; i < 8; i++)
        text[i] = "0123456789abcdef"[sum >> (28 - 4 * i) & 15u];
    PRINT(text);
    return 0;
}
