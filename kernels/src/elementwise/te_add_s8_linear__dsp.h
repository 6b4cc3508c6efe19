/* Budget per element of a contiguous run: 2 LSL or AND, 2 SMMLAR, shift, SSAT, STRB = 7, with a quarter of two loads and the loop: 8. */
#ifndef TE_ADD_S8_LINEAR__DSP_H
#define TE_ADD_S8_LINEAR__DSP_H

#include "te_clamp_s8.h"
#include "te_elementwise.h"

TE_ALWAYS_INLINE int8_t te_add_s8_linear_value(uint32_t a, uint32_t b, const te_add_s8_linear_params *p)
{
    const int32_t t = te_smmlar((int32_t)b, p->multiplier1, te_smmlar((int32_t)a, p->multiplier0, p->constant));
    return (int8_t)te_ssat8(te_asr(t, p->shift));
}

static TE_NEVER_INLINE void te_add_s8_linear_run(int8_t *out, const int8_t *a, const int8_t *b, int32_t count,
                                                 const te_add_s8_linear_params *p)
{
    const te_add_s8_linear_params q = *p;
    for (; count >= 4; count -= 4, a += 4, b += 4, out += 4) {
        const uint32_t a4 = te_load_s8x4(a), b4 = te_load_s8x4(b);
        out[0] = te_add_s8_linear_value(a4 << 24, b4 << 24, &q);
        out[1] = te_add_s8_linear_value(a4 << 16 & 0xff000000u, b4 << 16 & 0xff000000u, &q);
        out[2] = te_add_s8_linear_value(a4 << 8 & 0xff000000u, b4 << 8 & 0xff000000u, &q);
        out[3] = te_add_s8_linear_value(a4 & 0xff000000u, b4 & 0xff000000u, &q);
    }
    for (; count > 0; count--)
        *out++ = te_add_s8_linear_value((uint32_t)*a++ << 24, (uint32_t)*b++ << 24, &q);
}

void te_add_s8_linear__dsp(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_add_s8_linear_params *p, void *scratch)
{
    const int32_t columns = x1 - x0, c = p->channels;
    const int8_t *a = rows[0] + x0 * p->in0.pixel, *b = rows[1] + x0 * p->in1.pixel;
    const int last = p->in0.channel == 1 && p->in1.channel == 1 && p->out.channel == 1;
    const int planar = p->in0.pixel == 1 && p->in1.pixel == 1 && p->out.pixel == 1;
    (void)scratch;
    if (last && p->in0.pixel == c && p->in1.pixel == c && p->out.pixel == c) {
        te_add_s8_linear_run(out, a, b, columns * c, p);
    } else if (last) {
        for (int32_t x = 0; x < columns; x++)
            te_add_s8_linear_run(out + x * p->out.pixel, a + x * p->in0.pixel, b + x * p->in1.pixel, c, p);
    } else if (planar) {
        for (int32_t i = 0; i < c; i++)
            te_add_s8_linear_run(out + i * p->out.channel, a + i * p->in0.channel, b + i * p->in1.channel, columns, p);
    } else {
        for (int32_t x = 0; x < columns; x++)
            for (int32_t i = 0; i < c; i++)
                te_add_s8_linear_run(out + x * p->out.pixel + i * p->out.channel, a + x * p->in0.pixel + i * p->in0.channel,
                                     b + x * p->in1.pixel + i * p->in1.channel, 1, p);
    }
    te_clamp_s8(out, p->out, columns, c, p->clampMin, p->clampMax);
}

#endif
