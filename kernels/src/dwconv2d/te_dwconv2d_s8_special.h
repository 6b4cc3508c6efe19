/* Depthwise specials: square kernel of 3, 5 or 7, stride 1 or 2, multiplier 1, no dilation. Channel by channel: the window's rows go to
 * lines with borders, the weights to a table of pairs, then several outputs at a time. The assembly does all channels of a row. */
#ifndef TE_DWCONV2D_S8_SPECIAL_H
#define TE_DWCONV2D_S8_SPECIAL_H

#include "te_clamp_s8.h"
#include "te_dwconv2d_s8_asm.h"
#include "te_dwconv2d_s8_lines.h"
#include "te_dwconv2d_s8_taps.h"

/* Two outputs, or the first of them only. */
TE_ALWAYS_INLINE void te_dw_outputs(int8_t *out, int32_t outStride, const int8_t *line, int32_t lineBytes, const uint32_t *table,
                                    const te_requant *r, int both, int32_t k, int32_t stride)
{
    te_dw_pair a = {r->bias, r->bias};
    for (int32_t ky = 0; ky < k; ky++, line += lineBytes, table += TE_DW_TABLE_WORDS(k))
        a = te_dw_row_pair(a, line, table, k, stride);
    out[0] = (int8_t)te_requantize_fast(a.a0, r);
    if (both)
        out[outStride] = (int8_t)te_requantize_fast(a.a1, r);
}

/* Portable. */
TE_ALWAYS_INLINE void te_dw_special_c(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_dwconv2d_s8_params *p,
                                      void *scratch, int32_t k, int32_t stride)
{
    const te_dw_lines l = te_dw_lines_make(x0, x1, p, scratch);
    uint32_t *table = (uint32_t *)scratch;
    const int32_t columns = x1 - x0, pixel = p->out.pixel;
    for (int32_t c = 0; c < p->inChannels; c++) {
        const int8_t *line = l.first + c % l.lanes * l.laneBytes;
        if (c % l.lanes == 0)
            te_dw_lines_fill(&l, rows, c, p);
        te_dw_table(table, p->weights + c * k * k, k);
        for (int32_t x = 0; x < columns; x += 2)
            te_dw_outputs(out + x * pixel + c * p->out.channel, pixel, line + x * stride, l.lineBytes, table, p->requant + c,
                          x + 1 < columns, k, stride);
    }
}

#if TE_ARMV7EM

/* The job for all columns; which channels and where their rows are is left open. */
TE_SHARED TE_NEVER_INLINE te_dw_job te_dw_job_make(int8_t *out, int32_t columns, int32_t stride, const te_dwconv2d_s8_params *p,
                                                   void *scratch)
{
    te_dw_job j = {0,
                   0,
                   0,
                   0,
                   NULL,
                   p->out.pixel,
                   NULL,
                   (uint32_t *)scratch,
                   p->requant,
                   out,
                   p->weights,
                   0,
                   p->out.channel,
                   p->inChannels,
                   columns % 4,
                   NULL,
                   NULL,
                   0,
                   0,
                   0,
                   0,
                   0,
                   p->in.channel,
                   columns / 4 * 4 * stride};
    if (columns == 3)
        j.tailKind = 5;
    return j;
}

/* Puts the rows' addresses into the table, one rowStep early. */
TE_ALWAYS_INLINE void te_dw_job_rows(te_dw_job *j, const int8_t *first, int32_t step, int32_t rowStep, int32_t k)
{
    for (int32_t ky = 0; ky < k; ky++)
        j->table[ky * (TE_DW_TABLE_WORDS(k) + 1) + TE_DW_TABLE_WORDS(k)] = (uint32_t)(uintptr_t)(first + ky * step - rowStep);
    j->rowStep = rowStep;
}

/* Row-planar input without any border, and not overwritten: the rows are read where they are. */
TE_ALWAYS_INLINE int te_dw_special_direct(te_dw_job *j, const int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1,
                                          const te_dwconv2d_s8_params *p, int32_t k, int32_t stride)
{
    const int32_t ix0 = x0 * stride - p->padLeft;
    if (p->in.pixel != 1 || ix0 < 0 || ix0 + (x1 - x0 - 1) * stride + k > p->inWidth)
        return 0;
    for (int32_t ky = 0; ky < k; ky++) {
        if (rows[ky] == NULL || rows[ky] == out)
            return 0;
        const uintptr_t first = (uintptr_t)(rows[ky] + ix0) - (uintptr_t)p->in.channel;
        j->table[ky * (TE_DW_TABLE_WORDS(k) + 1) + TE_DW_TABLE_WORDS(k)] = (uint32_t)first;
    }
    j->rowStep = p->in.channel;
    te_dw_channels(j, k, stride);
    return 1;
}

TE_ALWAYS_INLINE void te_dw_special_asm(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_dwconv2d_s8_params *p,
                                        void *scratch, int32_t k, int32_t stride)
{
    te_dw_job j = te_dw_job_make(out, x1 - x0, stride, p, scratch);
    if (te_dw_special_direct(&j, out, rows, x0, x1, p, k, stride))
        return;
    const te_dw_lines l = te_dw_lines_make(x0, x1, p, scratch);
    if (l.lanes == 1) {
        te_dw_job_rows(&j, l.first, l.lineBytes, 0, k);
        j.rows = rows;
        j.line = l.first + l.before;
        j.lineBytes = l.lineBytes;
        j.copyOffset = l.from;
        j.copyWords = (l.count + 3) / 4;
        j.copyBytes = l.count;
        j.zeroPoints = ((uint32_t)p->inZeroPoint & 0xffu) * 0x01010101u;
        te_dw_channels(&j, k, stride);
        return;
    }
    for (int32_t c = 0; c < p->inChannels; c += 4) {
        te_dw_lines_fill(&l, rows, c, p);
        te_dw_job_rows(&j, l.first, l.lineBytes, l.laneBytes, k);
        j.channels = te_min(4, p->inChannels - c);
        te_dw_channels(&j, k, stride);
        j.requant += 4;
        j.weights += 4 * k * k;
        j.outBase += 4 * p->out.channel;
    }
}

#endif

TE_ALWAYS_INLINE void te_dwconv2d_s8_special(int8_t *out, const int8_t *const *rows, int32_t x0, int32_t x1, const te_dwconv2d_s8_params *p,
                                             void *scratch, int32_t k, int32_t stride)
{
    TE_COUNT_MACS((int64_t)(x1 - x0) * p->inChannels * k * k);
#if TE_ARMV7EM
    te_dw_special_asm(out, rows, x0, x1, p, scratch, k, stride);
#else
    te_dw_special_c(out, rows, x0, x1, p, scratch, k, stride);
#endif
    te_clamp_s8(out, p->out, x1 - x0, p->inChannels, p->clampMin, p->clampMax);
}

#endif
