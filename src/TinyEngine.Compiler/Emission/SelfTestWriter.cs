using System.Collections.Immutable;
using System.Text;
using TinyEngine.Compiler.CSource;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Emission;

/// <summary>A sample that the generated network carries along, to prove itself on the user's own board.</summary>
/// <param name="Inputs">Bytes of each input.</param>
/// <param name="Expected">Bytes of each output.</param>
public sealed record SelfTestSample(ImmutableArray<ReadOnlyMemory<byte>> Inputs, ImmutableArray<ReadOnlyMemory<byte>> Expected);

/// <summary>Writes NAME_selftest.h and NAME_selftest.c: the sample, a function that runs it and reports the first difference, and the hooks
/// that a board fills in: a console and a timer.</summary>
internal static class SelfTestWriter
{
    public static string WriteHeader(CModel model)
    {
        var (name, macro) = (model.Name, model.Macro);
        var c = new CWriter();
        c.Raw(
            $$"""
            /* A sample of {{name}} with the expected result, to try the network on a board. */
            #ifndef {{macro}}_SELFTEST_H
            #define {{macro}}_SELFTEST_H

            #include "{{name}}.h"

            #ifdef __cplusplus
            extern "C" {
            #endif

            /* Runs the sample and compares every output element{{FloatNote(model)}}. Returns 0 when all are as expected, 1 after
             * the first difference was printed, -1 when the run failed. */
            int {{name}}_selftest({{name}}_arena *a);

            /* The console: define it for your board; the one in {{name}}_selftest.c is weak and prints nothing. */
            void {{name}}_selftest_print(const char *text);

            /* What a step computes, for people; "" when there is no such step. */
            const char *{{name}}_selftest_step(int32_t step);

            #ifdef TE_STEP_HOOK
            /* The timer: called before each step, or each row of a step where steps take turns, and with the number of steps at the end.
             * Define it for your board; the one in {{name}}_selftest.c is weak and does nothing. */
            void {{name}}_step(void *arena, int32_t step);
            #endif

            #ifdef __cplusplus
            }
            #endif

            #endif
            """
        );
        return c.ToString();
    }

    public static string WriteSource(CModel model, SelfTestSample sample)
    {
        var (name, macro, graph) = (model.Name, model.Macro, model.Graph);
        var c = new CWriter();
        c.Raw(
            $$"""
            /* A sample of {{name}}: inputs ({{name}}_selftest_in*), expected outputs ({{name}}_selftest_out*) and their comparison. */
            #include "{{name}}_selftest.h"

            #include <stddef.h>
            #include <string.h>

            #include "{{model.Library}}_kernels.h"

            /* Where the sample goes, for example __attribute__((section(".ext_flash"))). */
            #ifndef {{macro}}_SELFTEST_SECTION
            #define {{macro}}_SELFTEST_SECTION
            #endif

            /* Definitions of the same name elsewhere replace these; a compiler that knows no weak symbols leaves them out. */
            #if defined(__GNUC__)
            #define TE_WEAK __attribute__((weak))
            #elif defined(__ICCARM__)
            #define TE_WEAK __weak
            #endif

            """
        );
        foreach (var (i, id) in graph.Inputs.Index())
            WriteArray(c, model, $"{name}_selftest_in{i}", graph[id], sample.Inputs[i]);
        foreach (var (o, id) in graph.Outputs.Index())
            WriteArray(c, model, $"{name}_selftest_out{o}", graph[id], sample.Expected[o]);
        WriteHooks(c, model);
        SelfTestReports.Write(c, model);
        if (model.DeliversRows)
            WriteRowTest(c, model);
        WriteTest(c, model);
        return c.ToString();
    }

    private static string FloatNote(CModel model) =>
        model.Graph.Outputs.Any(id => model.Graph[id].Type.DType == DType.Float32)
            ? " (float32 may differ by one unit in the last place)"
            : "";

    private static void WriteArray(CWriter c, CModel model, string symbol, Value value, ReadOnlyMemory<byte> bytes)
    {
        var text = new StringBuilder();
        ConstantsWriter.AppendArray(
            text,
            $"TE_ALIGNED(4) {model.Macro}_SELFTEST_SECTION static",
            symbol,
            CModel.DataArray("", value.Type.DType, bytes)
        );
        c.Verbatim(text.ToString()).Line();
    }

    private static void WriteHooks(CWriter c, CModel model)
    {
        var (name, steps) = (model.Name, model.Schedule.Steps);
        c.Raw(
            $$"""
            #ifdef TE_WEAK
            TE_WEAK void {{name}}_selftest_print(const char *text)
            {
                (void)text;
            }

            #ifdef TE_STEP_HOOK
            TE_WEAK void {{name}}_step(void *arena, int32_t step)
            {
                (void)arena;
                (void)step;
            }
            #endif
            #endif

            """
        );
        using (c.Function($"const char *{name}_selftest_step(int32_t step)"))
        {
            if (steps.Length > 0)
            {
                using (c.Block($"static const char *const names[{steps.Length}] =", ";"))
                {
                    foreach (var step in steps)
                        c.Line($"\"{CString(model.Schedule.NodeOf(step).Label)}\",");
                }

                c.Line($"return step >= 0 && step < {steps.Length} ? names[step] : \"\";");
            }
            else
            {
                c.Line("(void)step;").Line("return \"\";");
            }
        }

        c.Line();
    }

    private static void WriteTest(CWriter c, CModel model)
    {
        var (name, graph) = (model.Name, model.Graph);
        using (c.Function($"int {name}_selftest({name}_arena *a)"))
        {
            if (model.HasExternalInputs)
                c.Line($"const {name}_inputs in = {{ {string.Join(", ", graph.Inputs.Select((_, i) => $"{name}_selftest_in{i}"))} }};");
            if (model.DeliversRows)
                c.Line("te_rows rows;").Line($"const {name}_outputs out = {{ test_row, &rows }};").Line("memset(&rows, 0, sizeof rows);");
            else
                c.Line($"{name}_outputs out;");
            if (model.HasState)
                c.Line($"{name}_reset(a);");
            if (model.TakesRows)
                WriteRows(c, model);
            else if (!model.HasExternalInputs)
            {
                foreach (var i in Enumerable.Range(0, graph.Inputs.Length))
                    c.Line($"memcpy({name}_input(a, {i}), {name}_selftest_in{i}, sizeof {name}_selftest_in{i});");
            }

            var run = model.TakesRows ? $"{name}_finish(a, &out)" : $"{name}_run(a, {(model.HasExternalInputs ? "&in" : "NULL")}, &out)";
            using (c.Block($"if ({run} != 0)"))
                WriteFailure(c, name);
            if (model.DeliversRows)
            {
                c.Line($"static const int32_t all[{model.Macro}_OUTPUT_COUNT] = {model.Macro}_OUTPUT_ROW_COUNTS;");
                using (c.Block("if (rows.differ == 0 && memcmp(rows.count, all, sizeof all) != 0)"))
                    WriteFailure(c, name);
                c.Line("return rows.differ;");
                return;
            }

            foreach (var (o, id) in graph.Outputs.Index())
            {
                using (c.Block($"for (int32_t i = 0; i < {graph[id].Type.Shape.ElementCount}; ++i)"))
                using (c.Block($"if ({Differs(model, o, "i", $"out.{model.OutputFields[o]}[i]")})"))
                    c.Line("return 1;");
            }

            c.Line("return 0;");
        }
    }

    /// <summary>C expression that is true, after a report, when an element of an output is not as expected.</summary>
    private static string Differs(CModel model, int output, string index, string actual)
    {
        var value = model.Graph[model.Graph.Outputs[output]];
        return $"{(value.Type.DType == DType.Float32 ? "differs_f32" : "differs")}(\"{output} '{CString(value.Name)}'\", {index}, "
            + $"{model.Name}_selftest_out{output}[{index}], {actual})";
    }

    /// <summary>Compares each row as it comes, up to the first difference.</summary>
    private static void WriteRowTest(CWriter c, CModel model)
    {
        c.Line("/* The rows of each output so far, and whether one was not as expected. */");
        using (c.Block("typedef struct", " te_rows;"))
            c.Line($"int32_t count[{model.Macro}_OUTPUT_COUNT];").Line("int differ;");
        c.Line();
        using (c.Function("static void test_row(void *context, int32_t output, int32_t row, const void *data)"))
        {
            c.Line("te_rows *const rows = context;");
            foreach (var (o, id) in model.Graph.Outputs.Index())
            {
                var (type, elements) = (model.Graph[id].Type, model.Graph[id].Type.Shape.ElementCount / model.Schedule.RowsOf(id));
                using (c.Block($"if (output == {o})"))
                {
                    c.Line($"const {CModel.CType(type.DType)} *const actual = data;");
                    using (c.Block($"for (int32_t i = 0; i < {elements} && rows->differ == 0; ++i)"))
                        c.Line($"rows->differ = {Differs(model, o, $"row * {elements} + i", "actual[i]")};");
                }
            }

            c.Line("rows->count[output]++;");
        }

        c.Line();
    }

    /// <summary>Pushes the sample line by line, as a camera does.</summary>
    private static void WriteRows(CWriter c, CModel model)
    {
        var (name, macro, type) = (model.Name, model.Macro, model.Graph[model.Graph.Inputs[0]].Type);
        var outputs = model.DeliversRows ? ", &out" : "";
        c.Line($"{name}_begin(a{outputs});");
        using (c.Block($"for (int32_t y = 0; y < {macro}_INPUT_ROWS; ++y)"))
        using (
            c.Block(
                $"if ({name}_push_rows(a, {name}_selftest_in0 + y * "
                    + $"{type.Shape.ElementCount / model.Schedule.RowsOf(model.Graph.Inputs[0])}, 1{outputs}) != 0)"
            )
        )
            WriteFailure(c, name);
    }

    private static void WriteFailure(CWriter c, string name)
    {
        c.Line($"{name}_selftest_print(\"{name}: the run failed\\n\");");
        c.Line("return -1;");
    }

    /// <summary>Text inside a string literal; names come from a file and may hold anything.</summary>
    private static string CString(string text) =>
        HeaderWriter.Comment(text).Replace("\"", "'", StringComparison.Ordinal).Replace("??", "? ?", StringComparison.Ordinal);
}
