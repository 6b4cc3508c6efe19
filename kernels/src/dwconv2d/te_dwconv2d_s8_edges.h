/* Depthwise specials for whole padded rows: square kernel of 3, 5 or 7; stride 1 with as many outputs as inputs in a row, or stride 2 with
 * half as many. */
#ifndef TE_DWCONV2D_S8_EDGES_H
#define TE_DWCONV2D_S8_EDGES_H

#include <string.h>

#include "te_clamp_s8.h"
#include "te_dwconv2d_s8_body.h"
#include "te_dwconv2d_s8_edges_k3_asm.h"
#include "te_dwconv2d_s8_edges_k57_asm.h"
#include "te_dwconv2d_s8_edges_s2_asm.h"

#if TE_ARMV7EM

/* The window's rows as the assembly takes them: where channel 0 begins, and the step from channel to channel. Returns the row that `out`
 * is, or NULL. `lines` are one of zero points and one for that row. */
TE_SHARED TE_NEVER_INLINE const int8_t *te_dw_edges_find(const int8_t **first, int32_t *steps, const int8_t *out, const int8_t *const *rows,
                                                         const te_dwconv2d_s8_params *p, int8_t *lines)
{
    const int32_t lineBytes = TE_DWCONV2D_S8_EDGES_LINE_BYTES(p->inWidth);
    const int8_t *copied = NULL;
    int padded = 0;
    for (int32_t ky = 0; ky < p->kernelHeight; ky++) {
        steps[ky] = 0;
        if (rows[ky] == NULL) {
            first[ky] = lines;
            padded = 1;
        } else if (rows[ky] == out) {
            first[ky] = lines + lineBytes;
            copied = out;
        } else {
            first[ky] = rows[ky];
            steps[ky] = p->in.channel;
        }
    }
    if (padded)
        memset(lines, p->inZeroPoint, (size_t)lineBytes);
    return copied;
}

TE_ALWAYS_INLINE void te_dw_edges_asm(int8_t *out, const int8_t *const *rows, const te_dwconv2d_s8_params *p, void *scratch, int32_t k)
{
    const int32_t left = p->inWidth - 4 - k / 2, quads = left / 4, tailKind = left % 4;
    int8_t *lines = (int8_t *)scratch + TE_DWCONV2D_S8_EDGES_TABLE_BYTES(k), *line = lines + TE_DWCONV2D_S8_EDGES_LINE_BYTES(p->inWidth);
    const int8_t *first[7];
    int32_t steps[7];
    const int8_t *copied = te_dw_edges_find(first, steps, out, rows, p, lines);
    if (k == 3) {
        const te_dw_edges_k3 j = {
            p->weights,   p->requant, p->out.channel, steps[0],      tailKind,       steps[1],     steps[2], out,  first[0],
            first[1],     first[2],   p->inChannels,  3 + 4 * quads, p->inZeroPoint, p->out.pixel, copied,   line, (p->inWidth + 3) / 4,
            p->in.channel};
        te_dw_edges_channels_k3(&j);
        return;
    }
    uint32_t *table = (uint32_t *)scratch;
    te_dw_edges j = {p->out.pixel,   {0, 0, 0},
                     table,          p->weights,
                     p->requant,     out,
                     tailKind,       p->out.channel,
                     p->inChannels,  4 - k / 2 + 4 * quads,
                     p->inZeroPoint, copied,
                     line,           (p->inWidth + 3) / 4,
                     p->in.channel,  {0}};
    for (int32_t ky = 0; ky < k; ky++) {
        j.steps[ky] = steps[ky];
        table[ky * (TE_DW_EDGES_WORDS(k) + 1) + TE_DW_EDGES_WORDS(k)] = (uint32_t)(uintptr_t)first[ky] - (uint32_t)steps[ky];
    }
    if (k == 5)
        te_dw_edges_channels_k5(&j);
    else
        te_dw_edges_channels_k7(&j);
}

/* Stride 2 with `pad` columns of padding before the row and k - 2 - pad behind it. */
TE_ALWAYS_INLINE void te_dw_edges_s2_asm(int8_t *out, const int8_t *const *rows, const te_dwconv2d_s8_params *p, void *scratch, int32_t k,
                                         int32_t pad)
{
    const int32_t left = p->inWidth / 2 - 5, quads = left / 4, tailKind = left % 4;
    int8_t *lines = (int8_t *)scratch + TE_DWCONV2D_S8_EDGES_TABLE_BYTES(k), *line = lines + TE_DWCONV2D_S8_EDGES_LINE_BYTES(p->inWidth);
    const uint32_t byte = (uint32_t)p->inZeroPoint & 0xffu;
    const int8_t *first[7];
    int32_t steps[7];
    const int8_t *copied = te_dw_edges_find(first, steps, out, rows, p, lines);
    if (k == 3) {
        const te_dw_edges_k3 j = {p->weights,
                                  p->requant,
                                  p->out.channel,
                                  steps[0],
                                  tailKind,
                                  steps[1],
                                  steps[2],
                                  out,
                                  first[0],
                                  first[1],
                                  first[2],
                                  p->inChannels,
                                  8 * (pad == 0 ? quads + 1 : quads),
                                  pad == 0 ? p->inZeroPoint : (int32_t)byte,
                                  p->out.pixel,
                                  copied,
                                  line,
                                  (p->inWidth + 3) / 4,
                                  p->in.channel};
        if (pad == 0)
            te_dw_edges_channels_k3_s2_p01(&j);
        else
            te_dw_edges_channels_k3_s2_p10(&j);
        return;
    }
    uint32_t *table = (uint32_t *)scratch;
    te_dw_edges j = {p->out.pixel,   {0, 0, 0},
                     table,          p->weights,
                     p->requant,     out,
                     tailKind,       p->out.channel,
                     p->inChannels,  8 - pad + 8 * quads,
                     p->inZeroPoint, copied,
                     line,           (p->inWidth + 3) / 4,
                     p->in.channel,  {0}};
    for (int32_t ky = 0; ky < k; ky++) {
        j.steps[ky] = steps[ky];
        table[ky * (TE_DW_EDGES_WORDS(k) + 1) + TE_DW_EDGES_WORDS(k)] = (uint32_t)(uintptr_t)first[ky] - (uint32_t)steps[ky];
    }
    j.starts[0] = (int32_t)(byte * 0x01010101u >> (32 - 8 * pad));
    j.starts[1] = k == 7 && pad == 3 ? (int32_t)(byte * 0x0101u) : (int32_t)(((uint32_t)p->inZeroPoint & 0xffffu) * 0x00010001u);
    if (k == 5 && pad == 1)
        te_dw_edges_channels_k5_s2_p12(&j);
    else if (k == 5)
        te_dw_edges_channels_k5_s2_p21(&j);
    else if (pad == 2)
        te_dw_edges_channels_k7_s2_p23(&j);
    else
        te_dw_edges_channels_k7_s2_p32(&j);
}

#endif

TE_ALWAYS_INLINE void te_dwconv2d_s8_edges(int8_t *out, const int8_t *const *rows, const te_dwconv2d_s8_params *p, void *scratch, int32_t k)
{
#if TE_ARMV7EM
    TE_COUNT_MACS((int64_t)p->inWidth * p->inChannels * k * k);
    te_dw_edges_asm(out, rows, p, scratch, k);
    te_clamp_s8(out, p->out, p->inWidth, p->inChannels, p->clampMin, p->clampMax);
#else
    te_dwconv2d_s8_row(out, rows, 0, p->inWidth, p, (int8_t *)scratch + TE_DWCONV2D_S8_EDGES_TABLE_BYTES(k), 0);
#endif
}

TE_ALWAYS_INLINE void te_dwconv2d_s8_edges_s2(int8_t *out, const int8_t *const *rows, const te_dwconv2d_s8_params *p, void *scratch,
                                              int32_t k, int32_t pad)
{
    const int32_t columns = p->inWidth / 2;
#if TE_ARMV7EM
    TE_COUNT_MACS((int64_t)columns * p->inChannels * k * k);
    te_dw_edges_s2_asm(out, rows, p, scratch, k, pad);
    te_clamp_s8(out, p->out, columns, p->inChannels, p->clampMin, p->clampMax);
#else
    (void)pad;
    te_dwconv2d_s8_row(out, rows, 0, columns, p, (int8_t *)scratch + TE_DWCONV2D_S8_EDGES_TABLE_BYTES(k), 0);
#endif
}

#endif
