/* Depthwise specials: square kernel of 3, 5 or 7, stride 1 or 2, multiplier 1, no dilation. Channel by channel: the window's rows go to
 * lines with borders, the weights to a table of pairs, then four outputs per pass and the rest two at a time. */
#ifndef TE_DWCONV2D_S8_SPECIAL_H
#define TE_DWCONV2D_S8_SPECIAL_H

#include "te_clamp_s8.h"
#include "te_dwconv2d_s8_lines.h"
#include "te_dwconv2d_s8_quads.h"
#include "te_dwconv2d_s8_taps.h"

/* Two outputs, or the first of them only. */
TE_ALWAYS_INLINE void te_dw_outputs(int8_t *out, int32_t outStride, const int8_t *line, int32_t lineBytes, const uint32_t *table,
                                    const te_requant *r, int both, int32_t k, int32_t stride, int anyshift)
{
    te_dw_pair a = {r->bias, r->bias};
    for (int32_t ky = 0; ky < k; ky++, line += lineBytes, table += TE_DW_TABLE_WORDS(k))
        a = te_dw_row_pair(a, line, table, k, stride);
    out[0] = (int8_t)te_requantize(a.a0, r, anyshift);
    if (both)
        out[outStride] = (int8_t)te_requantize(a.a1, r, anyshift);
}

/* One channel from its lines. A rest of 1 to 3 outputs is computed together with its neighbours before it, where there are any. */
TE_ALWAYS_INLINE void te_dw_channel(int8_t *out, const int8_t *line, int32_t lineBytes, const uint32_t *table, int32_t columns,
                                    int32_t channel, const te_dwconv2d_s8_params *p, int32_t k, int32_t stride, int anyshift)
{
    const te_requant *r = p->requant + channel;
    int32_t x = 0;
#if TE_ARMV7EM
    if (!anyshift && columns >= 4) {
        te_dw_job job = {0, r->multiplier, r->rounding, r->shift, out, p->out.pixel, NULL, r->bias, table, line, lineBytes};
        x = columns & ~3;
        job.end = line + x * stride;
        te_dw_quads(&job, k, stride);
        if (columns - x == 3) {
            job.out = out + (columns - 4) * p->out.pixel;
            job.line = line + (columns - 4) * stride;
            job.end = job.line + 1;
            te_dw_quads(&job, k, stride);
            return;
        }
    }
#endif
    for (; x < columns; x += 2)
        te_dw_outputs(out + x * p->out.pixel, p->out.pixel, line + x * stride, lineBytes, table, r, x + 1 < columns, k, stride, anyshift);
}

TE_ALWAYS_INLINE void te_dwconv2d_s8_special(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_dwconv2d_s8_params *p,
                                             void *scratch, int32_t k, int32_t stride, int anyshift)
{
    const te_dw_lines l = te_dw_lines_make(x0, x1, p, scratch);
    uint32_t *table = (uint32_t *)scratch;
    const int8_t *w = p->weights;
    TE_COUNT_MACS((int64_t)(x1 - x0) * p->inChannels * k * k);
    for (int32_t c = 0; c < p->inChannels; c += l.lanes) {
        te_dw_lines_fill(&l, rows, c, p);
        for (int32_t lane = 0; lane < l.lanes && c + lane < p->inChannels; lane++, w += k * k) {
            te_dw_table(table, w, k);
            te_dw_channel(out + (c + lane) * p->out.channel, l.first + lane * l.laneBytes, l.lineBytes, table, x1 - x0, c + lane, p, k,
                          stride, anyshift);
        }
    }
    te_clamp_s8(out, p->out, x1 - x0, p->inChannels, p->clampMin, p->clampMax);
}

#endif
