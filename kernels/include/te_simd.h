/* The few instructions that kernels need beyond C, one inline function each. On Armv7E-M they are single instructions; elsewhere a
 * portable body gives the same bits, so that dsp kernels run on a host under sanitizers. Pairs are "lo, hi" halves of a word. */
#ifndef TE_SIMD_H
#define TE_SIMD_H

#include <stdint.h>
#include <string.h>

#include "te_types.h"

#if defined(__ARM_FEATURE_DSP) && defined(__ARM_FEATURE_SIMD32) && defined(__thumb2__)
#include <arm_acle.h>
#define TE_ARMV7EM 1
#else
#define TE_ARMV7EM 0
#endif

/* Arithmetic shift right; C99 leaves it to the implementation for negatives, every supported compiler shifts in signs. */
TE_ALWAYS_INLINE int32_t te_asr(int32_t v, int32_t s)
{
    return v >> s;
}

TE_ALWAYS_INLINE int64_t te_asr64(int64_t v, int32_t s)
{
    return v >> s;
}

TE_ALWAYS_INLINE int32_t te_add_wrap(int32_t a, int32_t b)
{
    return (int32_t)((uint32_t)a + (uint32_t)b);
}

TE_ALWAYS_INLINE int32_t te_lo(uint32_t v)
{
    return (int16_t)(v & 0xffffu);
}

TE_ALWAYS_INLINE int32_t te_hi(uint32_t v)
{
    return (int16_t)(v >> 16);
}

/* Four int8 from any address, the first in the lowest byte. */
TE_ALWAYS_INLINE uint32_t te_load_s8x4(const void *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

TE_ALWAYS_INLINE void te_store_s8x4(void *p, uint32_t v)
{
    memcpy(p, &v, sizeof v);
}

/* Floats that the program's flags (-ffast-math, -ffp-contract), which reach this code through link-time optimization, cannot change. */
#if defined(__GNUC__) && defined(__arm__) && defined(__ARM_FP)
#define TE_F32_REGISTER "t"
#define TE_F32_DIVIDE "vdiv.f32 %0, %1, %2"
#elif defined(__GNUC__) && defined(__aarch64__)
#define TE_F32_REGISTER "w"
#define TE_F32_DIVIDE "fdiv %s0, %s1, %s2"
#elif defined(__GNUC__) && defined(__AVX__)
#define TE_F32_REGISTER "x"
#define TE_F32_DIVIDE "vdivss {%2, %1, %0|%0, %1, %2}"
#elif defined(__GNUC__) && defined(__SSE2__)
#define TE_F32_REGISTER "x"
#define TE_F32_DIVIDE "movaps {%1, %0|%0, %1}\n\tdivss {%2, %0|%0, %2}"
#endif

/* v, computed with nothing that goes into it or comes from it. */
TE_ALWAYS_INLINE float te_exact_f32(float v)
{
#if defined(TE_F32_REGISTER)
    __asm__("" : "+" TE_F32_REGISTER(v));
#elif defined(__GNUC__)
    __asm__("" : "+r"(v));
#endif
    return v;
}

/* a / b, rounded once: no product with an estimate of 1 / b. */
TE_ALWAYS_INLINE float te_divide_f32(float a, float b)
{
#if defined(TE_F32_DIVIDE)
    float quotient;
    __asm__(TE_F32_DIVIDE : "=&" TE_F32_REGISTER(quotient) : TE_F32_REGISTER(a), TE_F32_REGISTER(b));
    return quotient;
#else
    return te_exact_f32(a / te_exact_f32(b));
#endif
}

/* The nearest integer, halves away from zero; NaN gives 0. Beyond +-2^20 only the sign and that it is no less count. Armv7E-M cores with
 * double precision have an instruction for it. Elsewhere, without libm: below 2^23 a float still holds halves, so adding or taking away 1
 * after the integer was taken out is exact. */
#if TE_ARMV7EM && defined(__ARM_FP) && (__ARM_FP & 8)
TE_ALWAYS_INLINE int32_t te_round_f32(float v)
{
    float rounded;
    int32_t r;
    __asm__("vcvta.s32.f32 %0, %1" : "=t"(rounded) : "t"(v));
    memcpy(&r, &rounded, sizeof r);
    return r;
}
#else
TE_ALWAYS_INLINE int32_t te_round_f32(float v)
{
    const float limit = 1048576.0f;
    uint32_t bits; /* a comparison of v with itself would find no NaN under -ffinite-math-only */
    memcpy(&bits, &v, sizeof bits);
    const float q = (bits & 0x7fffffffu) > 0x7f800000u ? 0.0f : v > limit ? limit : v < -limit ? -limit : v;
    const int32_t whole = (int32_t)q;
    const float fraction = q - (float)whole;
    return whole + (fraction >= 0.5f ? 1 : fraction <= -0.5f ? -1 : 0);
}
#endif

#if TE_ARMV7EM

#define TE_ASM2(name, text)                                \
    TE_ALWAYS_INLINE uint32_t name(uint32_t a, uint32_t b) \
    {                                                      \
        uint32_t r;                                        \
        __asm__(text : "=r"(r) : "r"(a), "r"(b));          \
        return r;                                          \
    }
#define TE_ASM_MAC(name, text)                                         \
    TE_ALWAYS_INLINE int32_t name(uint32_t a, uint32_t b, int32_t acc) \
    {                                                                  \
        int32_t r;                                                     \
        __asm__(text : "=r"(r) : "r"(a), "r"(b), "r"(acc));            \
        return r;                                                      \
    }

TE_ALWAYS_INLINE uint32_t te_sxtb16(uint32_t v)
{
    uint32_t r;
    __asm__("sxtb16 %0, %1" : "=r"(r) : "r"(v));
    return r;
}

TE_ALWAYS_INLINE uint32_t te_sxtb16_ror8(uint32_t v)
{
    uint32_t r;
    __asm__("sxtb16 %0, %1, ror #8" : "=r"(r) : "r"(v));
    return r;
}

TE_ASM2(te_sxtab16, "sxtab16 %0, %1, %2")
TE_ASM2(te_sxtab16_ror8, "sxtab16 %0, %1, %2, ror #8")
TE_ASM2(te_pkhbt, "pkhbt %0, %1, %2, lsl #16")
TE_ASM2(te_pkhtb, "pkhtb %0, %1, %2, asr #16")
TE_ASM_MAC(te_smlad, "smlad %0, %1, %2, %3")
TE_ASM_MAC(te_smladx, "smladx %0, %1, %2, %3")
TE_ASM_MAC(te_smlabb, "smlabb %0, %1, %2, %3")
TE_ASM_MAC(te_smlabt, "smlabt %0, %1, %2, %3")
TE_ASM_MAC(te_smlatb, "smlatb %0, %1, %2, %3")
TE_ASM_MAC(te_smlatt, "smlatt %0, %1, %2, %3")

TE_ALWAYS_INLINE int32_t te_smmlar(int32_t a, int32_t b, int32_t acc)
{
    int32_t r;
    __asm__("smmlar %0, %1, %2, %3" : "=r"(r) : "r"(a), "r"(b), "r"(acc));
    return r;
}

TE_ALWAYS_INLINE int32_t te_ssat8(int32_t v)
{
    int32_t r;
    __asm__("ssat %0, #8, %1" : "=r"(r) : "r"(v));
    return r;
}

TE_ALWAYS_INLINE uint32_t te_max_s8x4(uint32_t a, uint32_t b)
{
    uint32_t r;
    __asm__("ssub8 %0, %1, %2\n\tsel %0, %1, %2" : "=&r"(r) : "r"(a), "r"(b) : "cc");
    return r;
}

TE_ALWAYS_INLINE uint32_t te_min_s8x4(uint32_t a, uint32_t b)
{
    uint32_t r;
    __asm__("ssub8 %0, %1, %2\n\tsel %0, %2, %1" : "=&r"(r) : "r"(a), "r"(b) : "cc");
    return r;
}

#undef TE_ASM2
#undef TE_ASM_MAC

#else

TE_ALWAYS_INLINE uint32_t te_pair(int32_t lo, int32_t hi)
{
    return ((uint32_t)lo & 0xffffu) | ((uint32_t)hi << 16);
}

TE_ALWAYS_INLINE int32_t te_byte(uint32_t v, int32_t index)
{
    return (int8_t)(v >> (8 * index) & 0xffu);
}

/* SXTB16: bytes 0 and 2, sign-extended to a pair. */
TE_ALWAYS_INLINE uint32_t te_sxtb16(uint32_t v)
{
    return te_pair(te_byte(v, 0), te_byte(v, 2));
}

/* SXTB16 ROR #8: bytes 1 and 3. */
TE_ALWAYS_INLINE uint32_t te_sxtb16_ror8(uint32_t v)
{
    return te_pair(te_byte(v, 1), te_byte(v, 3));
}

/* SXTAB16: pair a plus bytes 0 and 2 of b, each half wrapping. */
TE_ALWAYS_INLINE uint32_t te_sxtab16(uint32_t a, uint32_t b)
{
    return te_pair(te_lo(a) + te_byte(b, 0), te_hi(a) + te_byte(b, 2));
}

TE_ALWAYS_INLINE uint32_t te_sxtab16_ror8(uint32_t a, uint32_t b)
{
    return te_pair(te_lo(a) + te_byte(b, 1), te_hi(a) + te_byte(b, 3));
}

/* PKHBT a, b, LSL #16: lo of a, lo of b. */
TE_ALWAYS_INLINE uint32_t te_pkhbt(uint32_t a, uint32_t b)
{
    return (a & 0xffffu) | (b << 16);
}

/* PKHTB a, b, ASR #16: hi of b below, hi of a above. */
TE_ALWAYS_INLINE uint32_t te_pkhtb(uint32_t a, uint32_t b)
{
    return (a & 0xffff0000u) | (b >> 16);
}

TE_ALWAYS_INLINE int32_t te_smlad(uint32_t a, uint32_t b, int32_t acc)
{
    return te_add_wrap(te_add_wrap(acc, te_lo(a) * te_lo(b)), te_hi(a) * te_hi(b));
}

TE_ALWAYS_INLINE int32_t te_smladx(uint32_t a, uint32_t b, int32_t acc)
{
    return te_add_wrap(te_add_wrap(acc, te_lo(a) * te_hi(b)), te_hi(a) * te_lo(b));
}

TE_ALWAYS_INLINE int32_t te_smlabb(uint32_t a, uint32_t b, int32_t acc)
{
    return te_add_wrap(acc, te_lo(a) * te_lo(b));
}

TE_ALWAYS_INLINE int32_t te_smlabt(uint32_t a, uint32_t b, int32_t acc)
{
    return te_add_wrap(acc, te_lo(a) * te_hi(b));
}

TE_ALWAYS_INLINE int32_t te_smlatb(uint32_t a, uint32_t b, int32_t acc)
{
    return te_add_wrap(acc, te_hi(a) * te_lo(b));
}

TE_ALWAYS_INLINE int32_t te_smlatt(uint32_t a, uint32_t b, int32_t acc)
{
    return te_add_wrap(acc, te_hi(a) * te_hi(b));
}

/* SMMLAR: high word of (acc << 32) + a * b + 2^31. */
TE_ALWAYS_INLINE int32_t te_smmlar(int32_t a, int32_t b, int32_t acc)
{
    const uint64_t sum = ((uint64_t)(uint32_t)acc << 32) + (uint64_t)((int64_t)a * b) + 0x80000000u;
    return (int32_t)(uint32_t)(sum >> 32);
}

TE_ALWAYS_INLINE int32_t te_ssat8(int32_t v)
{
    return v < -128 ? -128 : v > 127 ? 127 : v;
}

TE_ALWAYS_INLINE uint32_t te_max_s8x4(uint32_t a, uint32_t b)
{
    uint32_t r = 0;
    for (int32_t i = 0; i < 4; i++) {
        const int32_t v = te_byte(a, i) > te_byte(b, i) ? te_byte(a, i) : te_byte(b, i);
        r |= ((uint32_t)v & 0xffu) << (8 * i);
    }
    return r;
}

TE_ALWAYS_INLINE uint32_t te_min_s8x4(uint32_t a, uint32_t b)
{
    uint32_t r = 0;
    for (int32_t i = 0; i < 4; i++) {
        const int32_t v = te_byte(a, i) < te_byte(b, i) ? te_byte(a, i) : te_byte(b, i);
        r |= ((uint32_t)v & 0xffu) << (8 * i);
    }
    return r;
}

#endif
#endif
