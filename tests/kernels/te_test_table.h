/* The rows of the list that a test is about, as `kernels`: defined are TE_ONLY_<operator>_<types> as TE_PROBE, and `kernel`, the type of
 * their functions. Scratch and slack come from the list, so that a row that says too little is a stray access. */
#define TE_KERNEL(symbol, op, types, special, isa, encoding, packing, scratch, ...)           \
    TE_WHEN(                                                                                  \
        TE_ONLY_##op##_##types, static int32_t symbol##_scratch(const te_test_sizes *sizes) { \
            TE_TEST_SIZES(sizes);                                                             \
            return scratch;                                                                   \
        })
#include "kernels.inc"
#undef TE_KERNEL

static const struct {
    const char *name;
    kernel *run;
    int dsp, anyshift;
    te_test_special special;
    int32_t (*scratch)(const te_test_sizes *);
    int32_t slack, tail; /* bytes that may be read behind rows, behind weights */
} kernels[] = {
#define TE_KERNEL(symbol, op, types, special, isa, encoding, packing, scratch, slack, tail, ...) \
    TE_WHEN(TE_ONLY_##op##_##types,                                                              \
            {#symbol, symbol, TE_TEST_IS_##isa, TE_TEST_IS_##encoding, TE_TEST_##special, symbol##_scratch, slack, tail}, )
#include "kernels.inc"
#undef TE_KERNEL
};
