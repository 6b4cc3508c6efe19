/* Types that generated code and kernels share. */
#ifndef TE_TYPES_H
#define TE_TYPES_H

#include <stdint.h>

/* Weights and activations are read a word at a time, from any address. Clang makes four byte loads of it unless it may use what these cores
 * have. */
#if (defined(__ARM_ARCH_7M__) || defined(__ARM_ARCH_7EM__) || defined(__ARM_ARCH_8M_MAIN__) || defined(__ARM_ARCH_8_1M_MAIN__)) && \
    !defined(__ARM_FEATURE_UNALIGNED)
#error "compile with -munaligned-access: clang assumes that Cortex-M cores cannot load words from any address, but this one can"
#endif

/* Where element (x, c) of a row lives: row + x * pixel + c * channel, in bytes. Channel-last int8 is {C, 1}, row-planar
 * [c][x] is {1, S} with S >= width, channel-last int16 {2 * C, 2}. A stride of 0 repeats (broadcasts) the element along that axis. */
typedef struct {
    int32_t pixel;
    int32_t channel;
} te_layout;

/* Requantization of one output channel; 12 bytes, in flash. The bias is folded: bias' = bias - zpIn * sum(weights of the channel),
 * so padded taps must really be multiplied by zpIn. Shift and zpOut share `finish`. Two encodings, chosen per layer by the kernel's name:
 *
 * fast (plain names), for 1 <= s <= 23 and |acc| < 2^30 in every channel, s = -(TFLite exponent):
 *     multiplier = m,  finish = (2 * zpOut + 1) * 2^23 + t  with t = 24 - s in the low byte
 *     rounding = finish >> t, which is (1 << (s - 1)) + (zpOut << s) since 0 < t < 2^t
 *     out = SSAT8( SMMLAR(acc + acc, m, rounding + (acc >> 31)) >> s )
 *     A channel with a left shift, or none, may be rewritten to this with other weights, bias and rounding, and 0 <= s (FastChannel).
 *     A channel whose exponent is below -31 (TFLite: result 0) is m = 0, s = 1.
 *
 * general (names with _anyshift), any TFLite exponent e in [-31, 30]:
 *     multiplier = m,  finish = zpOut * 256 + (e & 255), positive e: left
 *     out = MultiplyByQuantizedMultiplier(acc, m, e) + zpOut, saturated to int8; below -31 store m = 0, e = 0.
 *
 * Both are then clamped to the layer's [clampMin, clampMax]. */
typedef struct {
    int32_t bias;
    int32_t multiplier;
    int32_t finish;
} te_requant;

/* Requantization of one output channel with int16 activations and int8 weights (zero points 0); 16 bytes, in flash. The plain kernels
 * add up in 64 bits (TFLite: no bias, or an int64 one; |sum| < 2^47):
 *     bias = biasHigh * 2^32 + (uint32_t)biasLow,  multiplier = TFLite's m rounded to 16 bits: m < 0x7fff0000 ? (m + 2^15) >> 16 : 0x7fff,
 *     shift = 15 - (TFLite exponent), in [8, 46];  out = (acc * multiplier + 2^(shift - 1)) >> shift
 * _acc32 kernels add up in 32 bits, wrapping (TFLite: int32 bias):
 *     bias = biasLow,  multiplier and shift = TFLite's multiplier and exponent;  out = MultiplyByQuantizedMultiplier(acc, ...)
 * Both are then clamped to the layer's [clampMin, clampMax]. */
typedef struct {
    int32_t biasLow, biasHigh;
    int32_t multiplier;
    int32_t shift;
} te_requant_s16;

/* Parameters of kernels: a row kernel, one over `count` elements, one from vector to vector. */
#define TE_ROW(type, params) (type * out, const type *const *rows, int32_t x0, int32_t x1, const params *p, void *scratch)
#define TE_LINEAR(to, from, params) (to * out, const from *in, int32_t count, const params *p)
#define TE_VECTOR(type, params) (type * out, const type *in, const params *p, void *scratch)

#define TE_CEIL4(n) (((n) + 3) & ~3)
#define TE_AT_MOST(most, n) ((n) < (most) ? (n) : (most))
#define TE_CEIL2(n) (((n) + 1) & ~1)

/* Packed weights are read a word, two or four at a time: put TE_ALIGNED(4) before each such array. */
#if defined(__GNUC__)
#define TE_ALIGNED(n) __attribute__((aligned(n)))
#define TE_ALWAYS_INLINE static inline __attribute__((always_inline))
#define TE_NEVER_INLINE __attribute__((noinline, unused))
#define TE_RARE __attribute__((cold, noinline, unused))
/* Assembly reads the members of a struct by their place in bytes: these are checked when it is compiled. */
#define TE_AT(type, member, bytes) typedef char te_at_##type##_##member[offsetof(type, member) == (bytes) ? 1 : -1]
#define TE_NAKED __attribute__((naked, noinline, unused))
/* Between two parts of the assembly of a naked function: C99 compilers need not take a string of more than 4,095 characters. */
#define TE_ASM_NEXT );__asm__ volatile(
#else
#define TE_ALIGNED(n)
#define TE_ALWAYS_INLINE static inline
#define TE_NEVER_INLINE
#define TE_RARE
#endif

/* Functions in headers that several kernels of a program include: the linker keeps one copy of each (with -ffunction-sections and
 * --gc-sections, which drop the others). Where a header's code depends on a macro, so must the function's name. */
#if defined(__GNUC__) && defined(__ELF__)
#define TE_SHARED __attribute__((weak))
#else
#define TE_SHARED static
#endif

/* Executed multiply-accumulates, counted in instrumented builds (-DTE_COUNT) only: output columns * OC * KH * KW * IC / group. */
#ifdef TE_COUNT
extern uint64_t te_macs_executed;
#define TE_COUNT_MACS(n) ((void)(te_macs_executed += (uint64_t)(n)))
#else
#define TE_COUNT_MACS(n) ((void)0)
#endif

#endif
