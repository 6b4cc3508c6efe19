/* MUL four elements at a time. Budget per element of a contiguous run: half an SXTAB16 per operand, SMULBB or SMULTT, 5 for the
 * requantization, STRB, a quarter of two loads and the loop: 10 (general requantization about 25). */
#ifndef TE_MUL_S8_DSP_H
#define TE_MUL_S8_DSP_H

#include "te_clamp_s8.h"
#include "te_elementwise.h"

static TE_NEVER_INLINE void te_mul_s8_run(int8_t *out, const int8_t *a, const int8_t *b, int32_t count, const te_mul_s8_params *p,
                                          int anyshift)
{
    const te_requant r = p->requant;
    const uint32_t minusZero0 = ((uint32_t)-p->zeroPoint0 & 0xffffu) * 0x00010001u;
    const uint32_t minusZero1 = ((uint32_t)-p->zeroPoint1 & 0xffffu) * 0x00010001u;
    for (; count >= 4; count -= 4, a += 4, b += 4, out += 4) {
        const uint32_t a4 = te_load_s8x4(a), b4 = te_load_s8x4(b);
        const uint32_t ae = te_sxtab16(minusZero0, a4), ao = te_sxtab16_ror8(minusZero0, a4);
        const uint32_t be = te_sxtab16(minusZero1, b4), bo = te_sxtab16_ror8(minusZero1, b4);
        out[0] = (int8_t)te_requantize(te_lo(ae) * te_lo(be), &r, anyshift);
        out[1] = (int8_t)te_requantize(te_lo(ao) * te_lo(bo), &r, anyshift);
        out[2] = (int8_t)te_requantize(te_hi(ae) * te_hi(be), &r, anyshift);
        out[3] = (int8_t)te_requantize(te_hi(ao) * te_hi(bo), &r, anyshift);
    }
    for (; count > 0; count--)
        *out++ = (int8_t)te_requantize((*a++ - p->zeroPoint0) * (*b++ - p->zeroPoint1), &r, anyshift);
}

TE_ALWAYS_INLINE void te_mul_s8_dsp(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_mul_s8_params *p, int anyshift)
{
    const int32_t columns = x1 - x0, c = p->channels;
    const int8_t *a = rows[0] + x0 * p->in0.pixel, *b = rows[1] + x0 * p->in1.pixel;
    const int last = p->in0.channel == 1 && p->in1.channel == 1 && p->out.channel == 1;
    const int planar = p->in0.pixel == 1 && p->in1.pixel == 1 && p->out.pixel == 1;
    if (last && p->in0.pixel == c && p->in1.pixel == c && p->out.pixel == c) {
        te_mul_s8_run(out, a, b, columns * c, p, anyshift);
    } else if (planar) {
        for (int32_t i = 0; i < c; i++)
            te_mul_s8_run(out + i * p->out.channel, a + i * p->in0.channel, b + i * p->in1.channel, columns, p, anyshift);
    } else {
        for (int32_t x = 0; x < columns; x++)
            for (int32_t i = 0; i < c; i += last ? c : 1)
                te_mul_s8_run(out + x * p->out.pixel + i * p->out.channel, a + x * p->in0.pixel + i * p->in0.channel,
                              b + x * p->in1.pixel + i * p->in1.channel, last ? c : 1, p, anyshift);
    }
    te_clamp_s8(out, p->out, columns, c, p->clampMin, p->clampMax);
}

#endif
