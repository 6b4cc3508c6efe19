using System.Collections.Immutable;
using TinyEngine.Compiler;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Conformance;

/// <summary>Writes, for each instruction set, a folder with the C of every case that can be compiled and a table of them.</summary>
internal static class Batch
{
    private const string Library = "batch";

    public static void Emit(List<Case> cases, string output)
    {
        foreach (var target in new[] { Target.Host, Target.CortexM7 })
            Emit(cases, Path.Combine(output, target.InstructionSet.ToString().ToLowerInvariant()), target);
    }

    private static void Emit(List<Case> cases, string folder, Target target)
    {
        Directory.CreateDirectory(folder);
        var (includes, glue, table) = (new CWriter(), new CWriter(), new CWriter());
        var refused = new List<string>();
        var networks = ImmutableArray.CreateBuilder<CSources>();
        var arenaBytes = 16;
        foreach (var (i, test) in cases.Index())
        {
            var name = $"c{i}";
            var bag = new DiagnosticBag();
            if (Compile(test, name, target, bag) is not { } sources)
            {
                refused.AddRange(bag.Items.Select(item => $"refused {test.Path} {item.Message}"));
                continue;
            }

            networks.Add(sources);
            arenaBytes = Math.Max(arenaBytes, sources.Plan.ArenaBytes);
            includes.Line($"#include \"{name}.h\"");
            WriteCase(glue, table, test, name, sources.Plan.Schedule.Graph);
        }

        foreach (var (file, text) in CLibrary.Of(Library, networks.ToImmutable(), "").Files)
            File.WriteAllText(Path.Combine(folder, file), text);
        foreach (var line in refused)
            Console.Error.WriteLine($"{target.InstructionSet}: {line}");
        File.WriteAllText(
            Path.Combine(folder, "cases.inc"),
            $"{includes}\n#define BATCH_ARENA_BYTES {arenaBytes}\n{glue}\nstatic const batch_case batch_cases[] = {{\n{table}}};\n"
        );
    }

    private static CSources? Compile(Case test, string name, Target target, DiagnosticBag bag)
    {
        var file = Path.Combine(test.Folder, "model.tflite");
        if (Pipeline.Import(File.ReadAllBytes(file), test.Path, bag) is not { } graph)
            return null;
        var options = new CompileOptions(name) { Target = target, Library = Library };
        return Pipeline.Plan(Pipeline.Optimize(graph), options, test.Path, bag) is { } plan ? Pipeline.Emit(plan, options) : null;
    }

    private static void WriteCase(CWriter glue, CWriter table, Case test, string name, Network graph)
    {
        var hasState = graph.Values.Any(v => v.Kind == ValueKind.Variable);
        glue.Line($"static void *{name}_in(void *a, int32_t i) {{ return {name}_input(a, i); }}");
        if (hasState)
            glue.Line($"static void {name}_clear(void *a) {{ {name}_reset(a); }}");
        glue.Line(
            $"static void {name}_go(void *a, const void **out) {{ {name}_outputs o; (void){name}_run(a, 0, &o); memcpy(out, &o, "
                + $"sizeof o); }}"
        );
        glue.Line($"static const int32_t {name}_is[] = {name.ToUpperInvariant()}_INPUT_SIZES;");
        glue.Line($"static const int32_t {name}_os[] = {name.ToUpperInvariant()}_OUTPUT_SIZES;");
        glue.Line(
            $"static const char {name}_ot[] = {{ {string.Join(", ", graph.Outputs.Select(id => $"'{TypeCode(graph[id].Type.DType)}'"))} }};"
        );
        table.Line(
            $"    {{ \"{test.Path}\", \"{test.Folder}\", {test.Samples}, {(test.Sequence ? 1 : 0)}, {graph.Inputs.Length}, "
                + $"{graph.Outputs.Length}, {name}_is, {name}_os, {name}_ot, {name}_in, {name}_go, {(hasState ? $"{name}_clear" : "0")} "
                + $"}},"
        );
    }

    private static char TypeCode(DType type) =>
        type switch
        {
            DType.Int8 => 'b',
            DType.UInt8 or DType.Bool => 'B',
            DType.Int16 => 'h',
            DType.Int32 or DType.UInt32 => 'i',
            DType.Int64 or DType.UInt64 => 'q',
            DType.Float32 => 'f',
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
        };
}
