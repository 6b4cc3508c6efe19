/* A small tester for kernels: replicable random numbers, guarded memory, TFLite's requantization written a second time.
 *
 * A case builds its buffers in the pool, each between guard bytes, calls the kernel and states every byte it expects. Afterwards the
 * whole pool must hold what was expected: a byte written anywhere else is a failure. Under AddressSanitizer the guards are poisoned as
 * well, so stray reads stop the run. */
#ifndef TE_TEST_H
#define TE_TEST_H

#include <stddef.h>
#include <stdint.h>

#include "te_kernels.h"
#include "te_select.h"

/* Random numbers; every case starts from its own seed. */
void te_test_seed(uint32_t seed);
uint32_t te_test_random(void);
int32_t te_test_range(int32_t lo, int32_t hi); /* both inclusive */
int32_t te_test_one_in(int32_t n);
int32_t te_test_zero_point(void); /* often -128, 127 or 0 */
int8_t te_test_code(void);        /* often -128 or 127 */
int16_t te_test_code_s16(void);   /* often -32768 or 32767 */

/* Memory. `slack` bytes behind the buffer may be read. Scratch may be written; its contents are not compared. */
void te_test_pool_reset(void);
void *te_test_alloc(int32_t bytes, int32_t align, int32_t slack);
void *te_test_scratch(int32_t bytes);
void te_test_seal(void); /* all inputs are in place; expectations follow */
void te_test_expect(const void *at, const void *value, int32_t bytes);
void te_test_expect_s8(const int8_t *at, int32_t value);
void te_test_expect_s16(const void *at, int32_t value);

/* One case: describe it, seal, call, check. A failure prints the description. */
void te_test_describe(const char *kernel, const char *format, ...);
void te_test_uses(const char *kernel); /* a further kernel of the case */
void te_test_unused(void);             /* kernels of the list without a case are failures */
int te_test_check(void);               /* 1 if all bytes are as expected */
int te_test_failures(void);
int te_test_cases(void);

/* The fewest cases that any kernel described since the suite began has had. */
void te_test_begin_suite(void);
int te_test_fewest_cases(void);

/* A tensor row by row: rows are placed in random order, each with its own guards. */
#define TE_TEST_MAX_ROWS 16
typedef struct {
    int32_t width, channels, elementBytes;
    int32_t first; /* column of the tensor that a buffer begins with: rows' addresses are those of column 0, which need not exist */
    te_layout layout;
    int8_t *row[TE_TEST_MAX_ROWS];
} te_test_rows;

enum { TE_TEST_CHANNEL_LAST, TE_TEST_CHANNEL_LAST_GAP, TE_TEST_PLANAR, TE_TEST_LAYOUTS };

void te_test_layout(te_test_rows *t, int32_t kind, int32_t width, int32_t channels);
/* Only the columns [first, last) of a wider tensor exist. */
void te_test_layout_tile(te_test_rows *t, int32_t kind, int32_t first, int32_t last, int32_t channels);
/* The columns of a row that windows read: of output columns [x0, x1), `span` columns each, stride and padding given; at least one. */
typedef struct {
    int32_t first, last;
} te_test_columns;
te_test_columns te_test_window_columns(int32_t x0, int32_t x1, int32_t stride, int32_t padLeft, int32_t span, int32_t inWidth);
void te_test_layout_s16(te_test_rows *t, int32_t kind, int32_t width, int32_t channels);
void te_test_place(te_test_rows *t, int32_t rows, int32_t slack);
int8_t *te_test_at(const te_test_rows *t, int32_t row, int32_t x, int32_t c);
int32_t te_test_value(const te_test_rows *t, int32_t row, int32_t x, int32_t c); /* int8 or int16 */
const int16_t *te_test_row_s16(const te_test_rows *t, int32_t row);

/* Columns of the list, for te_test_table.h. */
typedef struct {
    int kind;
    int32_t size, stride, pad; /* of a window; size: pixels at a time */
} te_test_special;

enum { TE_TEST_KIND_ANY, TE_TEST_KIND_PIXELS, TE_TEST_KIND_WINDOW, TE_TEST_KIND_PADDED, TE_TEST_KIND_INSIDE, TE_TEST_KIND_FEW };

#define TE_TEST_ANY               \
    {                             \
        TE_TEST_KIND_ANY, 0, 0, 0 \
    }
#define TE_TEST_PIXELS(n)            \
    {                                \
        TE_TEST_KIND_PIXELS, n, 0, 0 \
    }
#define TE_TEST_WINDOW(k, s)         \
    {                                \
        TE_TEST_KIND_WINDOW, k, s, 0 \
    }
#define TE_TEST_PADDED(k, s, p)      \
    {                                \
        TE_TEST_KIND_PADDED, k, s, p \
    }
#define TE_TEST_INSIDE               \
    {                                \
        TE_TEST_KIND_INSIDE, 0, 0, 0 \
    }
#define TE_TEST_FEW               \
    {                             \
        TE_TEST_KIND_FEW, 0, 0, 0 \
    }
#define TE_TEST_IS_c99 0
#define TE_TEST_IS_dsp 1
#define TE_TEST_IS_NONE 0
#define TE_TEST_IS_FAST 0
#define TE_TEST_IS_ANYSHIFT 1

/* What the formulas of scratch ask for. */
typedef struct {
    int32_t kh, kw, stride, dilation, columns, width, lanes, depth, ic;
} te_test_sizes;

#define TE_TEST_SIZES(s)                                                                                    \
    const int32_t kh = s->kh, kw = s->kw, stride = s->stride, dilation = s->dilation, columns = s->columns; \
    const int32_t width = s->width, lanes = s->lanes, depth = s->depth, ic = s->ic;                         \
    (void)kh, (void)kw, (void)stride, (void)dilation, (void)columns, (void)width, (void)lanes, (void)depth, (void)ic

/* TFLite's arithmetic from its definition, with 64-bit integers. */
int32_t te_test_rescale(int64_t v, int32_t multiplier, int32_t exponent);

/* A random rescaling for accumulators of about `magnitude`, kept to be encoded either way. */
typedef struct {
    int32_t bias, multiplier, exponent;
} te_test_channel;

te_test_channel te_test_make_channel(int32_t magnitude, int anyshift);
te_requant te_test_encode(te_test_channel c, int32_t foldedBias, int32_t outZeroPoint, int anyshift);

typedef struct {
    int32_t min, max;
} te_test_clamp;

te_test_clamp te_test_make_clamp(void);
te_test_clamp te_test_make_clamp_s16(void);
int32_t te_test_limit(int64_t v, te_test_clamp clamp);

/* 64-bit sums of int16 activations: a random te_requant_s16 row and its result from the definition. */
te_requant_s16 te_test_make_requant_s16(int32_t magnitude, int wide);
int32_t te_test_finish_s16(int64_t acc, te_requant_s16 r, int wide, te_test_clamp clamp);
int32_t te_test_finish(int64_t acc, te_test_channel c, int32_t outZeroPoint, te_test_clamp clamp);

/* Suites: each runs one random case per call. */
void te_test_conv2d(void);
void te_test_conv2d_k1x1(void);
void te_test_dwconv2d(void);
void te_test_dwconv2d_in_place(void);
void te_test_conv2d_s16(void);
void te_test_dwconv2d_s16(void);
void te_test_fully_connected(void);
void te_test_fully_connected_s16(void);
void te_test_fully_connected_any(void);
void te_test_transpose_conv(void);
void te_test_batch_matmul(void);
void te_test_svdf(void);
void te_test_lstm(void);
void te_test_add(void);
void te_test_add_linear(void);
void te_test_mul(void);
void te_test_minmax(void);
void te_test_lut(void);
void te_test_prelu(void);
void te_test_elementwise_s16(void);
void te_test_activation_s16(void);
void te_test_logistic_steep_s16(void);
void te_test_prelu_s16(void);
void te_test_transpose_conv_s16(void);
void te_test_l2_normalization(void);
void te_test_softmax_s16(void);
void te_test_pool2d(void);
void te_test_pool2d_s16(void);
void te_test_mean_s16(void);
void te_test_arg(void);
void te_test_mean(void);
void te_test_reduce_nd(void);
void te_test_softmax(void);
void te_test_copy(void);
void te_test_shift_lines(void);
void te_test_copy_nd(void);
void te_test_update_variable(void);
void te_test_fill(void);
void te_test_fill_row(void);
void te_test_pad(void);
void te_test_resize_nearest(void);
void te_test_resize_bilinear(void);
void te_test_mirror_pad(void);
void te_test_gather(void);
void te_test_unary(void);
void te_test_binary_f32(void);
void te_test_binary_s32(void);
void te_test_binary_quantized(void);
void te_test_compare(void);
void te_test_select(void);
void te_test_cast(void);
void te_test_abs_s16(void);
void te_test_add_n(void);
void te_test_gather_nd(void);
void te_test_update_slice(void);
void te_test_cumsum(void);
void te_test_l2_pool2d(void);
void te_test_softmax_f32(void);
void te_test_log_softmax(void);
void te_test_signal(void);
void te_test_leaky_relu_s16(void);
void te_test_detection(void);
void te_test_quantize(void);
void te_test_simd(void);

#endif
