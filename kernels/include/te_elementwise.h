/* Element-by-element operators. rows[0] and rows[1] are the operands; a stride of 0 broadcasts an operand along that axis. */
#ifndef TE_ELEMENTWISE_H
#define TE_ELEMENTWISE_H

#include "te_types.h"

/* te_add_s8, te_sub_s8: ADD and SUB as TFLite: each operand minus its zero point, times 2^20, rescaled; sum or difference rescaled.
 * Multipliers and TFLite exponents (negative: right shift) as TFLite computes them.
 * te_add_s16, te_sub_s16: times 2^15 instead of 2^20; zero points are 0. */
typedef struct {
    te_layout in0, in1, out;
    int32_t channels;
    int32_t zeroPoint0, zeroPoint1, zeroPointOut;
    int32_t multiplier0, exponent0;
    int32_t multiplier1, exponent1;
    int32_t multiplierOut, exponentOut;
    int32_t clampMin, clampMax;
} te_add_s8_params;

/* te_add_s8_linear: ADD or SUB in one rounding less:  t = SMMLAR(a << 24, multiplier0, constant);  t = SMMLAR(b << 24, multiplier1, t);
 * out = clamp(SSAT8(t >> shift)), with SMMLAR(x, y, z) = (z * 2^32 + x * y + 2^31) >> 32 and a, b the raw int8 codes. Only for layers
 * where the compiler has compared this with te_add_s8 or te_sub_s8 for all 65536 pairs and found no difference. t must not overflow. */
typedef struct {
    te_layout in0, in1, out;
    int32_t channels;
    int32_t multiplier0, multiplier1, constant, shift;
    int32_t clampMin, clampMax;
} te_add_s8_linear_params;

/* te_mul_s8: (a - zeroPoint0) * (b - zeroPoint1), requantized; requant.bias is 0. |product| < 2^17, so only the shift decides on _anyshift.
 * te_mul_s16: zero points are 0, requant in the general encoding, saturated to int16. */
typedef struct {
    te_layout in0, in1, out;
    int32_t channels;
    int32_t zeroPoint0, zeroPoint1;
    te_requant requant;
    int32_t clampMin, clampMax;
} te_mul_s8_params;

/* te_minimum_s8, te_maximum_s8: MINIMUM and MAXIMUM of codes; all three tensors have one scale and zero point. */
typedef struct {
    te_layout in0, in1, out;
    int32_t channels;
} te_minmax_s8_params;

/* te_prelu_s8: PRELU from the record PreluParams: rows[0] is the input, rows[1] alpha. With v = in - zeroPointIn:
 * out = v * positive + zeroPointOut for v >= 0, v * (alpha - zeroPointAlpha) * negative + zeroPointOut below; TFLite exponents. */
typedef struct {
    te_layout in0, in1, out;
    int32_t channels;
    int32_t zeroPointIn, zeroPointAlpha, zeroPointOut;
    int32_t multiplierPositive, exponentPositive;
    int32_t multiplierNegative, exponentNegative;
} te_prelu_s8_params;

/* te_lut_s8: any function of one byte (activations, int8 to int8 and int8 to uint8 rescaling): out = table[(uint8_t)in]. The table is
 * indexed by the byte's raw bits: entries 0..127 are codes 0..127, entries 128..255 are int8 codes -128..-1 (or uint8 codes 128..255). */
typedef struct {
    te_layout in, out;
    int32_t channels;
    const int8_t *table; /* 256 entries */
} te_lut_s8_params;

#endif
