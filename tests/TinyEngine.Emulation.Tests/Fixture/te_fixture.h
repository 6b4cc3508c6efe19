/* Kernels of the fixture. */
#ifndef TE_FIXTURE_H
#define TE_FIXTURE_H

#include <stdint.h>

#ifdef TE_COUNT
extern uint64_t te_macs_executed;
#define TE_COUNT_MACS(n) ((void)(te_macs_executed += (uint64_t)(n)))
#else
#define TE_COUNT_MACS(n) ((void)0)
#endif

/* out[i] = saturate(in[i] + addend[i]) */
void te_fixture_add(int8_t *out, const int8_t *in, const int8_t *addend, int32_t count);

/* out[i] = saturate(in[i] * factor[i % period] / 16 + offset); counts one MAC per element */
void te_fixture_scale(int8_t *out, const int8_t *in, const int8_t *factor, int32_t period, int32_t offset, int32_t count);

#endif
