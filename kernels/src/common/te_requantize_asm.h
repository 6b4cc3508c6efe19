/* Requantization in the assembly kernels. TE_REQUANTIZE(a) turns accumulator a into an output code, with the channel's row in r4-r7
 * and r4 overwritten, any number of times between TE_REQUANTIZE_OPEN and TE_REQUANTIZE_CLOSE. Flags must be left alone in between.
 * TE_REQUANTIZE_ROW makes that of a te_requant loaded to r4-r6: r6 the rounding, or the zero point; r7 the shift. 2 instructions; ASR by a
 * register takes its low byte only, which is what lets shift and rounding share a word.
 *
 * fast: 5 instructions each. general: 13 each and 6; r7 becomes shift - 1, r10 the left shift, flags GE where there is a right shift.
 * A source file that instantiates a general kernel defines TE_ANYSHIFT as 1 before it includes anything and passes anyshift = 1. */
#ifndef TE_REQUANTIZE_ASM_H
#define TE_REQUANTIZE_ASM_H

#ifndef TE_ANYSHIFT
#define TE_ANYSHIFT 0
#endif

/* The name of a TE_SHARED function whose code depends on the encoding. */
#if TE_ANYSHIFT
#define TE_BY_ENCODING(name) name##_anyshift
#else
#define TE_BY_ENCODING(name) name
#endif

#if TE_ANYSHIFT
#define TE_REQUANTIZE_ROW \
    "sxtb r7, r6\n\t"     \
    "asr r6, r6, #8\n\t"
#define TE_REQUANTIZE_OPEN \
    "push {r10, r12}\n\t"  \
    "usat r10, #5, r7\n\t" \
    "rsb r7, r7, #0\n\t"   \
    "usat r7, #5, r7\n\t"  \
    "subs r7, r7, #1\n\t"
#define TE_REQUANTIZE_CLOSE "pop {r10, r12}\n\t"
#define TE_REQUANTIZE(a)                     \
    "lsl " a ", " a ", r10\n\t"              \
    "mov r4, #0x40000000\n\t"                \
    "mov r12, #0\n\t"                        \
    "smlal r4, r12, " a ", r5\n\t"           \
    "lsr r4, r4, #31\n\t"                    \
    "orr " a ", r4, r12, lsl #1\n\t"         \
    "itttt ge\n\t"                           \
    "addge " a ", " a ", " a ", asr #31\n\t" \
    "asrge " a ", " a ", r7\n\t"             \
    "addge " a ", " a ", #1\n\t"             \
    "asrge " a ", " a ", #1\n\t"             \
    "add " a ", " a ", r6\n\t"               \
    "ssat " a ", #8, " a "\n\t"
#else
#define TE_REQUANTIZE_ROW \
    "rsb r7, r6, #24\n\t" \
    "asr r6, r6, r6\n\t"
#define TE_REQUANTIZE_OPEN
#define TE_REQUANTIZE_CLOSE
#define TE_REQUANTIZE(a)              \
    "add r4, r6, " a ", asr #31\n\t"  \
    "adds " a ", " a ", " a "\n\t"    \
    "smmlar " a ", " a ", r5, r4\n\t" \
    "asrs " a ", " a ", r7\n\t"       \
    "ssat " a ", #8, " a "\n\t"
#endif

#endif
