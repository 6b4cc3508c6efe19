#include "te_fixture.h"

static int8_t saturate(int32_t v)
{
    return (int8_t)(v < -128 ? -128 : v > 127 ? 127 : v);
}

void te_fixture_add(int8_t *out, const int8_t *in, const int8_t *addend, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        out[i] = saturate(in[i] + addend[i]);
}

void te_fixture_scale(int8_t *out, const int8_t *in, const int8_t *factor, int32_t period, int32_t offset, int32_t count)
{
    TE_COUNT_MACS(count);
    for (int32_t i = 0; i < count; i++)
        out[i] = saturate(in[i] * factor[i % period] / 16 + offset);
}
