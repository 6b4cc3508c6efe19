#include <string.h>

#include "te_test.h"

void te_test_copy(void)
{
    te_test_rows in, out;
    te_test_pool_reset();
    const int32_t width = te_test_range(1, 9), channels = te_test_range(1, 17);
    const int32_t x0 = te_test_range(0, width - 1), x1 = te_test_range(x0 + 1, width);
    te_test_layout_tile(&in, te_test_range(0, TE_TEST_LAYOUTS - 1), x0, x1, channels);
    te_test_layout(&out, te_test_range(0, TE_TEST_LAYOUTS - 1), x1 - x0, channels);
    te_test_place(&in, 1, 0);
    te_test_place(&out, 1, 0);
    const te_copy_s8_params p = {in.layout, out.layout, channels};
    te_test_describe("te_copy_s8__c99", "w%ld c%ld x[%ld,%ld) in{%ld,%ld} out{%ld,%ld}", (long)width, (long)channels, (long)x0, (long)x1,
                     (long)p.in.pixel, (long)p.in.channel, (long)p.out.pixel, (long)p.out.channel);
    te_test_seal();
    for (int32_t x = x0; x < x1; x++)
        for (int32_t c = 0; c < channels; c++)
            te_test_expect_s8(te_test_at(&out, 0, x - x0, c), *te_test_at(&in, 0, x, c));
    const int8_t *rows[1] = {in.row[0]};
    te_copy_s8__c99(out.row[0], rows, x0, x1, &p, NULL);
    te_test_check();
}

void te_test_update_variable(void)
{
    te_test_pool_reset();
    const te_update_params p = {te_test_range(0, 150), te_test_range(1, 70)};
    int8_t *variable = te_test_alloc(p.keep + p.bytes, 1, 0), *in = te_test_alloc(p.bytes, 1, 0);
    te_test_describe("te_update_variable__c99", "keep %ld bytes %ld", (long)p.keep, (long)p.bytes);
    te_test_seal();
    te_test_expect(variable, variable + p.bytes, p.keep);
    te_test_expect(variable + p.keep, in, p.bytes);
    te_update_variable__c99(variable, in, &p);
    te_test_check();
}

/* A random box of a random tensor, reversed and transposed at random, into a random place of another. */
void te_test_copy_nd(void)
{
    te_copy_nd_params p;
    memset(&p, 0, sizeof p);
    te_test_pool_reset();
    p.rank = te_test_range(0, 6);
    p.elementBytes = 1 << te_test_range(0, 3);
    int32_t inBytes = p.elementBytes, outBytes = p.elementBytes, inFirst = 0, total = 1, order[6];
    for (int32_t a = 0; a < p.rank; a++) {
        const int32_t j = te_test_range(0, a);
        order[a] = order[j];
        order[j] = a;
        p.extent[a] = te_test_range(1, 4);
        total *= p.extent[a];
    }
    for (int32_t a = p.rank - 1; a >= 0; a--) {
        const int32_t b = te_test_one_in(2) ? a : order[a];
        const int32_t size = p.extent[a] + (te_test_one_in(3) ? te_test_range(1, 2) : 0);
        p.outStride[a] = outBytes;
        outBytes *= size;
        (void)b;
    }
    for (int32_t i = p.rank - 1; i >= 0; i--) {
        const int32_t a = order[i];
        p.inStride[a] = te_test_one_in(10) ? 0 : inBytes;
        inBytes *= p.extent[a] + (te_test_one_in(3) ? te_test_range(1, 2) : 0);
        if (p.inStride[a] != 0 && te_test_one_in(4)) {
            inFirst += (p.extent[a] - 1) * p.inStride[a];
            p.inStride[a] = -p.inStride[a];
        }
    }
    uint8_t *in = te_test_alloc(inBytes, p.elementBytes, 0);
    uint8_t *out = te_test_alloc(outBytes, p.elementBytes, 0);
    const int isRow = te_test_one_in(2), isAbsent = isRow && te_test_one_in(8);
    te_test_describe(isRow ? "te_copy_nd_row__c99" : "te_copy_nd__c99", "rank %ld bytes %ld extents %ld %ld %ld %ld %ld %ld", (long)p.rank,
                     (long)p.elementBytes, (long)p.extent[0], (long)p.extent[1], (long)p.extent[2], (long)p.extent[3], (long)p.extent[4],
                     (long)p.extent[5]);
    te_test_seal();
    for (int32_t i = 0; i < total && !isAbsent; i++) {
        int32_t rest = i, from = inFirst, to = 0;
        for (int32_t a = p.rank - 1; a >= 0; a--) {
            from += rest % p.extent[a] * p.inStride[a];
            to += rest % p.extent[a] * p.outStride[a];
            rest /= p.extent[a];
        }
        te_test_expect(out + to, in + from, p.elementBytes);
    }
    if (isRow) {
        const int8_t *rows[1] = {isAbsent ? NULL : (const int8_t *)in};
        const te_copy_nd_row_params row = {p, inFirst};
        te_copy_nd_row__c99((int8_t *)out, rows, 0, 1, &row, NULL);
    } else {
        te_copy_nd__c99(out, in + inFirst, &p);
    }
    te_test_check();
}

void te_test_fill(void)
{
    static const char *const names[] = {"te_fill_s8__c99", "te_fill_s16__c99", "te_fill_s32__c99"};
    const int32_t kind = te_test_range(0, 2), bytes = 1 << kind, count = te_test_range(1, 70);
    const int32_t value = (int32_t)te_test_random() >> (32 - 8 * bytes);
    te_test_pool_reset();
    void *out = te_test_alloc(count * bytes, bytes, 0);
    te_test_describe(names[kind], "%ld of %ld", (long)count, (long)value);
    te_test_seal();
    for (int32_t i = 0; i < count; i++)
        te_test_expect((int8_t *)out + i * bytes, &value, bytes); /* little-endian */
    if (kind == 0)
        te_fill_s8__c99(out, value, count);
    else if (kind == 1)
        te_fill_s16__c99(out, value, count);
    else
        te_fill_s32__c99(out, value, count);
    te_test_check();
}

void te_test_fill_row(void)
{
    const te_fill_row_params p = {1 << te_test_range(0, 2), te_test_range(1, 40), te_test_code()};
    te_test_pool_reset();
    uint8_t *out = te_test_alloc(p.count * p.elementBytes, p.elementBytes, 0);
    te_test_describe("te_fill_row__c99", "%ld elements of %ld bytes, %ld", (long)p.count, (long)p.elementBytes, (long)p.value);
    te_test_seal();
    for (int32_t i = 0; i < p.count; i++)
        te_test_expect(out + i * p.elementBytes, &p.value, p.elementBytes);
    te_fill_row__c99((int8_t *)out, NULL, 0, p.count, &p, NULL);
    te_test_check();
}

void te_test_pad(void)
{
    te_test_rows in, out;
    te_pad_s8_params p;
    te_test_pool_reset();
    p.inWidth = te_test_range(1, 9);
    p.inChannels = te_test_range(1, 17);
    p.padLeft = te_test_range(0, 3);
    p.padChannels = te_test_one_in(2) ? 0 : te_test_range(0, 3);
    p.outChannels = p.inChannels + p.padChannels + (te_test_one_in(2) ? 0 : te_test_range(0, 3));
    p.value = te_test_code();
    const int32_t outWidth = p.inWidth + p.padLeft + te_test_range(0, 3);
    const int32_t x0 = te_test_range(0, outWidth - 1), x1 = te_test_range(x0 + 1, outWidth);
    const int outside = te_test_one_in(5);
    te_test_layout(&in, te_test_range(0, TE_TEST_LAYOUTS - 1), p.inWidth, p.inChannels);
    te_test_layout(&out, te_test_range(0, TE_TEST_LAYOUTS - 1), x1 - x0, p.outChannels);
    te_test_place(&in, 1, 0);
    te_test_place(&out, 1, 0);
    p.in = in.layout;
    p.out = out.layout;
    te_test_describe("te_pad_s8__c99", "w%ld c%ld oc%ld left%ld chan%ld x[%ld,%ld)%s", (long)p.inWidth, (long)p.inChannels,
                     (long)p.outChannels, (long)p.padLeft, (long)p.padChannels, (long)x0, (long)x1, outside ? " outside" : "");
    te_test_seal();
    for (int32_t x = x0; x < x1; x++)
        for (int32_t c = 0; c < p.outChannels; c++)
            te_test_expect_s8(te_test_at(&out, 0, x - x0, c), p.value);
    for (int32_t x = 0; x < p.inWidth && !outside; x++)
        for (int32_t c = 0; c < p.inChannels; c++)
            if (x + p.padLeft >= x0 && x + p.padLeft < x1)
                te_test_expect_s8(te_test_at(&out, 0, x + p.padLeft - x0, c + p.padChannels), *te_test_at(&in, 0, x, c));
    const int8_t *rows[1] = {outside ? NULL : in.row[0]};
    te_pad_s8__c99(out.row[0], rows, x0, x1, &p, NULL);
    te_test_check();
}

void te_test_resize_nearest(void)
{
    te_test_rows in, out;
    te_test_pool_reset();
    const int32_t width = te_test_range(1, 9), outWidth = te_test_range(1, 20), channels = te_test_range(1, 17);
    const int32_t x0 = te_test_range(0, outWidth - 1), x1 = te_test_range(x0 + 1, outWidth);
    uint16_t *columns = te_test_alloc(2 * outWidth, 2, 0);
    for (int32_t x = 0; x < outWidth; x++)
        columns[x] = (uint16_t)te_test_range(0, width - 1);
    te_test_layout(&in, te_test_range(0, TE_TEST_LAYOUTS - 1), width, channels);
    te_test_layout(&out, te_test_range(0, TE_TEST_LAYOUTS - 1), x1 - x0, channels);
    te_test_place(&in, 1, 0);
    te_test_place(&out, 1, 0);
    const te_resize_nearest_s8_params p = {in.layout, out.layout, channels, columns};
    te_test_describe("te_resize_nearest_s8__c99", "w%ld to %ld c%ld x[%ld,%ld)", (long)width, (long)outWidth, (long)channels, (long)x0,
                     (long)x1);
    te_test_seal();
    for (int32_t x = x0; x < x1; x++)
        for (int32_t c = 0; c < channels; c++)
            te_test_expect_s8(te_test_at(&out, 0, x - x0, c), *te_test_at(&in, 0, columns[x], c));
    const int8_t *rows[1] = {in.row[0]};
    te_resize_nearest_s8__c99(out.row[0], rows, x0, x1, &p, NULL);
    te_test_check();
}

void te_test_resize_bilinear(void)
{
    te_test_rows in, out;
    te_test_pool_reset();
    const int32_t width = te_test_range(1, 9), outWidth = te_test_range(1, 20), channels = te_test_range(1, 17);
    const int32_t x0 = te_test_range(0, outWidth - 1), x1 = te_test_range(x0 + 1, outWidth), y = te_test_range(0, 7);
    te_resize_bilinear_point *columns = te_test_alloc((int32_t)sizeof *columns * outWidth, 4, 0);
    int16_t *fractions = te_test_alloc(2 * 8, 2, 0);
    for (int32_t x = 0; x < outWidth; x++) {
        columns[x].first = (uint16_t)te_test_range(0, width - 1);
        columns[x].second = (uint16_t)te_test_range(0, width - 1);
        columns[x].fraction = (uint16_t)(te_test_one_in(4) ? 512 : te_test_range(0, 1023));
    }
    for (int32_t i = 0; i < 8; i++)
        fractions[i] = (int16_t)(te_test_one_in(4) ? 512 : te_test_range(0, 1023));
    te_test_layout(&in, te_test_range(0, TE_TEST_LAYOUTS - 1), width, channels);
    te_test_layout(&out, te_test_range(0, TE_TEST_LAYOUTS - 1), x1 - x0, channels);
    te_test_place(&in, 2, 0);
    te_test_place(&out, 1, 0);
    const te_resize_bilinear_s8_params p = {in.layout, out.layout, channels, columns, fractions};
    te_test_describe("te_resize_bilinear_s8__c99", "w%ld to %ld c%ld x[%ld,%ld) y%ld", (long)width, (long)outWidth, (long)channels,
                     (long)x0, (long)x1, (long)y);
    te_test_seal();
    for (int32_t x = x0; x < x1; x++)
        for (int32_t c = 0; c < channels; c++) {
            int64_t sum = 0;
            for (int32_t i = 0; i < 4; i++) {
                const int64_t wy = i < 2 ? 1024 - fractions[y] : fractions[y];
                const int64_t wx = i % 2 ? columns[x].fraction : 1024 - columns[x].fraction;
                sum += wy * wx * *te_test_at(&in, i / 2, i % 2 ? columns[x].second : columns[x].first, c);
            }
            const int64_t unit = (int64_t)1 << 20, magnitude = ((sum < 0 ? -sum : sum) + unit / 2) / unit;
            te_test_expect_s8(te_test_at(&out, 0, x - x0, c), (int32_t)(sum < 0 ? -magnitude : magnitude));
        }
    const int8_t *rows[2] = {in.row[0], in.row[1]};
    te_resize_bilinear_s8__c99(out.row[0], rows, x0, x1, &p, NULL, y);
    te_test_check();
}

/* The mirrored position by walking: from the first element backwards, turning round at the borders. */
static int32_t mirrored(int32_t position, int32_t size, int edge)
{
    int32_t at = 0, direction = position < 0 ? -1 : 1;
    for (int32_t i = position < 0 ? -position : position; i > 0; i--) {
        if (at + direction < 0 || at + direction >= size) {
            direction = -direction;
            if (edge)
                continue;
        }
        at += direction;
    }
    return at;
}

void te_test_mirror_pad(void)
{
    te_test_rows in, out;
    te_mirror_pad_s8_params p;
    te_test_pool_reset();
    p.edge = te_test_range(0, 1);
    p.inWidth = te_test_range(2, 9);
    p.inChannels = te_test_range(2, 17);
    p.padLeft = te_test_range(0, p.inWidth - 1 + p.edge);
    p.padChannels = te_test_one_in(2) ? 0 : te_test_range(0, p.inChannels - 1 + p.edge);
    p.outChannels = p.inChannels + p.padChannels + (te_test_one_in(2) ? 0 : te_test_range(0, p.inChannels - 1 + p.edge));
    const int32_t outWidth = p.inWidth + p.padLeft + te_test_range(0, p.inWidth - 1 + p.edge);
    const int32_t x0 = te_test_range(0, outWidth - 1), x1 = te_test_range(x0 + 1, outWidth);
    te_test_layout(&in, te_test_range(0, TE_TEST_LAYOUTS - 1), p.inWidth, p.inChannels);
    te_test_layout(&out, te_test_range(0, TE_TEST_LAYOUTS - 1), x1 - x0, p.outChannels);
    te_test_place(&in, 1, 0);
    te_test_place(&out, 1, 0);
    p.in = in.layout;
    p.out = out.layout;
    te_test_describe("te_mirror_pad_s8__c99", "w%ld c%ld oc%ld left%ld chan%ld edge%ld x[%ld,%ld)", (long)p.inWidth, (long)p.inChannels,
                     (long)p.outChannels, (long)p.padLeft, (long)p.padChannels, (long)p.edge, (long)x0, (long)x1);
    te_test_seal();
    for (int32_t x = x0; x < x1; x++)
        for (int32_t c = 0; c < p.outChannels; c++)
            te_test_expect_s8(te_test_at(&out, 0, x - x0, c), *te_test_at(&in, 0, mirrored(x - p.padLeft, p.inWidth, p.edge),
                                                                          mirrored(c - p.padChannels, p.inChannels, p.edge)));
    const int8_t *rows[1] = {in.row[0]};
    te_mirror_pad_s8__c99(out.row[0], rows, x0, x1, &p, NULL);
    te_test_check();
}

void te_test_gather(void)
{
    te_test_pool_reset();
    const te_gather_params p = {te_test_range(1, 3), te_test_range(1, 3), te_test_range(1, 6), te_test_range(1, 5), te_test_range(1, 9)};
    const int32_t count = p.batches * p.picks, bad = te_test_one_in(4) ? te_test_range(0, count - 1) : count;
    int8_t *data = te_test_alloc(p.batches * p.outer * p.size * p.sliceBytes, 1, 0);
    int32_t *indices = te_test_alloc(4 * count, 4, 0), *result = te_test_alloc(4, 4, 0);
    int8_t *out = te_test_alloc(p.batches * p.outer * p.picks * p.sliceBytes, 1, 0);
    for (int32_t i = 0; i < count; i++)
        indices[i] = i != bad ? te_test_range(0, p.size - 1) : te_test_one_in(2) ? p.size : -1;
    const int isRow = p.batches == 1 && bad == count && te_test_one_in(2);
    te_test_describe(isRow ? "te_gather_row__c99" : "te_gather__c99", "batches %ld outer %ld picks %ld of %ld bytes %ld", (long)p.batches,
                     (long)p.outer, (long)p.picks, (long)p.size, (long)p.sliceBytes);
    te_test_seal();
    int32_t failed = 0;
    for (int32_t i = 0; i < p.batches * p.outer * p.picks && !failed; i++) {
        const int32_t block = i / p.picks, index = indices[block / p.outer * p.picks + i % p.picks];
        failed = index < 0 || index >= p.size;
        if (!failed)
            te_test_expect(out + i * p.sliceBytes, data + (block * p.size + index) * p.sliceBytes, p.sliceBytes);
    }
    te_test_expect(result, &failed, 4);
    if (isRow) {
        const int8_t *rows[1] = {data};
        const te_gather_row_params row = {p.outer, p.picks, p.size, p.sliceBytes, indices};
        *result = 0;
        te_gather_row__c99(out, rows, 0, 1, &row, NULL);
    } else {
        *result = te_gather__c99(out, data, indices, &p);
    }
    te_test_check();
}

void te_test_shift_lines(void)
{
    te_test_pool_reset();
    const int32_t count = te_test_range(1, 5), pitch = te_test_range(2, 23), shift = te_test_range(1, pitch - 1),
                  keep = te_test_range(0, pitch - shift);
    int8_t *lines = te_test_alloc(count * pitch, 1, 0);
    for (int32_t i = 0; i < count * pitch; i++)
        lines[i] = te_test_code();
    te_test_describe("te_shift_lines__c99", "count %ld pitch %ld shift %ld keep %ld", (long)count, (long)pitch, (long)shift, (long)keep);
    te_test_seal();
    for (int32_t i = 0; i < count * pitch; i++)
        if (i % pitch < keep)
            te_test_expect_s8(lines + i, lines[i + shift]);
    te_shift_lines__c99(lines, count, pitch, shift, keep);
    te_test_check();
}
