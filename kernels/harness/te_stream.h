/* Part of te_harness.c: pushes the input row by row (TE_STREAM), as a camera does, and with TE_STREAM_CHECKS also in pieces of any size and
 * in ways that the model must refuse. The image lies outside the arena; the model sees one row at a time, in memory that is spoiled as soon
 * as it returns. */
#define ROWS MACRO(_INPUT_ROWS)
#define ROW_BYTES MACRO(_INPUT_ROW_BYTES)
#define SPOILED 0x55

#ifdef TE_STREAM_CHECKS
#define WINDOW_ROWS (ROWS + 1)
#else
#define WINDOW_ROWS 1
#endif

static uint8_t image[ROWS * ROW_BYTES] __attribute__((aligned(16)));
static uint8_t window[WINDOW_ROWS * ROW_BYTES] __attribute__((aligned(16))); /* what the model sees */
static MODEL(_arena) * pushArena;
static int32_t pushRows;

static void load_inputs(int32_t sample)
{
    if (inputBytes[0] != (int32_t)sizeof image)
        stop("input-size", sample, 0);
    load(image, sample, 0);
}

static void begin_model(void)
{
    MODEL(_begin)(pushArena WITH_OUTPUTS);
}

static te_measurement begin(void)
{
    forget_outputs();
    return te_platform_run(begin_model);
}

static void push_to_model(void)
{
    status = MODEL(_push_rows)(pushArena, (const void *)window, pushRows WITH_OUTPUTS);
}

static void finish_model(void)
{
    status = MODEL(_finish)(pushArena, &outputs);
}

static void add(te_measurement *sum, te_measurement part)
{
    sum->instructions += part.instructions;
    sum->macs += part.macs;
    sum->stack = part.stack > sum->stack ? part.stack : sum->stack;
}

/* Pushes the rows [first, first + count), and leaves the model's answer in `status`. */
static te_measurement push(int32_t first, int32_t count)
{
    const int32_t bytes = count * ROW_BYTES;
    memcpy(window, image + first * ROW_BYTES, (size_t)bytes);
    te_platform_forbid(window + bytes, (int32_t)sizeof window - bytes);
    pushRows = count;
    const te_measurement used = te_platform_run(push_to_model);
    te_platform_allow(window, (int32_t)sizeof window);
    memset(window, SPOILED, sizeof window);
    return used;
}

/* Runs over the image: one row at a time, or with a seed pieces of several rows. Copying between the calls is not counted. */
static te_measurement run_rows(int32_t sample, MODEL(_arena) * arena, uint32_t seed)
{
    pushArena = arena;
    te_measurement used = begin();
    for (int32_t first = 0, count = 1; first < ROWS; first += count) {
        if (seed != 0) {
            seed = seed * 1664525u + 1013904223u;
            count = 1 + (int32_t)((seed >> 16) % (uint32_t)(ROWS - first));
        }
        add(&used, push(first, count));
        if (status != 0)
            stop("push", sample, status);
    }
    add(&used, te_platform_run(finish_model));
    return used;
}

#ifdef TE_STREAM_CHECKS
static MODEL(_arena) secondArena;

/* The model must have refused what was just tried. */
static void expect_refusal(const char *event, int32_t sample)
{
    if (status >= 0)
        stop(event, sample, status);
}

#ifndef TE_MODEL_STATE
/* Too few rows, too many rows, and a number of rows that makes no sense. A network with state is spared: rows change it. */
static void check_refusals(int32_t sample)
{
    pushArena = &secondArena;
    begin();
    te_platform_run(finish_model);
    expect_refusal("early-finish", sample);
    push(0, ROWS - 1);
    te_platform_run(finish_model);
    expect_refusal("early-finish", sample);
    begin();
    pushRows = ROWS + 1;
    te_platform_run(push_to_model);
    expect_refusal("too-many-rows", sample);
    pushRows = -1;
    te_platform_run(push_to_model);
    expect_refusal("negative-rows", sample);
    push(0, ROWS);
    pushRows = 1;
    te_platform_run(push_to_model);
    expect_refusal("too-many-rows", sample);
}
#endif

/* Runs the sample again, in pieces of any size and in another arena; the outputs must be the same bytes. */
static void check_stream(int32_t sample, int fresh)
{
    uint32_t first[OUTPUTS];
    for (int32_t i = 0; i < OUTPUTS; i++)
        first[i] = hash_of(output_of_run(i, sample), outputBytes[i]);
    te_platform_arena(&secondArena, (int32_t)ARENA_BYTES);
#ifdef TE_MODEL_STATE
    if (fresh)
        MODEL(_reset)(&secondArena);
#else
    (void)fresh;
    memset(&secondArena, CANARY, sizeof secondArena);
    if (sample == 0)
        check_refusals(sample);
#endif
    run_rows(sample, &secondArena, 2u * (uint32_t)sample + 1u);
    if (status != 0)
        stop("status", sample, status);
    for (int32_t i = 0; i < OUTPUTS; i++) {
        const uint8_t *second = output_of_run(i, sample);
        if (second == 0 || hash_of(second, outputBytes[i]) != first[i])
            stop("chunks", sample, i);
    }
    te_platform_arena(&guarded.arena, (int32_t)ARENA_BYTES);
}
#endif
