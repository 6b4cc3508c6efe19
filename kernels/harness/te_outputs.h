/* Part of te_harness.c: where a run leaves its outputs. Whole (the default), they lie in the arena, and `outputs` points to them. In rows
 * output mode (TE_OUTPUT_BYTES, room for all of them) the model hands over rows, which are copied; it must keep to their order. */
#ifdef TE_OUTPUT_BYTES
#define WITH_OUTPUTS , &outputs /* a further argument of begin and push_rows */

static const int32_t outputRows[OUTPUTS] = MACRO(_OUTPUT_ROW_COUNTS);
static const int32_t rowBytes[OUTPUTS] = MACRO(_OUTPUT_ROW_SIZES);
static uint8_t taken[TE_OUTPUT_BYTES];
static int32_t nextRow[OUTPUTS];
static int32_t disorder = -1; /* the output whose rows came out of order */

static uint8_t *place_of(int32_t output)
{
    uint8_t *place = taken;
    for (int32_t i = 0; i < output; i++)
        place += outputBytes[i];
    return place;
}

static void take_row(void *context, int32_t output, int32_t row, const void *data)
{
    if (context != taken || output < 0 || output >= OUTPUTS || row != nextRow[output] || row >= outputRows[output]) {
        disorder = output;
        return;
    }
    memcpy(place_of(output) + row * rowBytes[output], data, (size_t)rowBytes[output]);
    nextRow[output]++;
}

static const MODEL(_outputs) outputs = {take_row, taken};

static void forget_outputs(void)
{
    memset(nextRow, 0, sizeof nextRow);
    memset(taken, CANARY, sizeof taken);
}

/* An output of the run that has ended; NULL when the model did not give all of it. */
static const uint8_t *output_of_run(int32_t output, int32_t sample)
{
    if (disorder >= 0)
        stop("row-order", sample, disorder);
    return nextRow[output] == outputRows[output] ? place_of(output) : 0;
}
#else
#define WITH_OUTPUTS

static MODEL(_outputs) outputs;
typedef char te_outputs_are_pointers[sizeof(MODEL(_outputs)) == OUTPUTS * sizeof(void *) ? 1 : -1];

static void forget_outputs(void)
{
    memset(&outputs, 0, sizeof outputs);
}

static const uint8_t *output_of_run(int32_t output, int32_t sample)
{
    const uint8_t *pointers[OUTPUTS];
    (void)sample;
    memcpy(pointers, &outputs, sizeof outputs);
    return pointers[output];
}
#endif
