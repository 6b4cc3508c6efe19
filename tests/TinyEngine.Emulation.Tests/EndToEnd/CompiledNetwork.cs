using TinyEngine.Compiler;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Emulation.Tests.EndToEnd;

/// <summary>A network compiled into a temporary folder.</summary>
internal sealed class CompiledNetwork : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tinyengine-test-").FullName;

    public CompiledNetwork(
        Graph.Network graph,
        Target target,
        InputMode inputMode = InputMode.Arena,
        ScheduleKind schedule = ScheduleKind.Auto,
        long? sramBytes = null,
        PatchChoice? patch = null,
        double maxOverhead = double.PositiveInfinity,
        OutputMode outputMode = OutputMode.Arena
    )
    {
        var bag = new DiagnosticBag();
        var options = new CompileOptions("net")
        {
            Target = target,
            Interface = new InterfaceModes(inputMode, outputMode),
            Schedule = schedule,
            SramBytes = sramBytes,
            MaxOverhead = maxOverhead,
        };
        if (patch is { } choice)
            options = options with { Schedule = ScheduleKind.Patches, Patch = choice };
        Plan = Pipeline.Plan(Pipeline.Optimize(graph), options, graph.Name, bag)
            ?? throw new InvalidOperationException(string.Join('\n', bag.Items));
        Model = Write(options);
    }

    public CompiledNetwork(MemoryPlan plan)
    {
        Plan = plan;
        Model = Write(new CompileOptions("net") { Target = plan.Schedule.Target, Interface = plan.Interface });
    }

    public MemoryPlan Plan { get; }

    public CompiledModel Model { get; }

    /// <summary>Random inputs with the interpreter's outputs for the graph as it was before any pass.</summary>
    public static List<Sample> Samples(Graph.Network graph, int count)
    {
        var random = new Random(17);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                {
                    var inputs = graph
                        .Inputs.Select(id =>
                        {
                            var bytes = new byte[graph[id].Type.ByteSize];
                            random.NextBytes(bytes);
                            return bytes;
                        })
                        .ToArray();
                    var outputs = new Compiler.Interpreter.Interpreter(graph).Run(inputs);
                    return new Sample([.. inputs.Select(i => (ReadOnlyMemory<byte>)i)], [.. outputs.Select(o => (ReadOnlyMemory<byte>)o)]);
                }),
        ];
    }

    private CompiledModel Write(CompileOptions options)
    {
        var sources = Pipeline.Emit(Plan, options);
        foreach (var (file, text) in sources.Files)
            File.WriteAllText(Path.Combine(_folder, file), text);
        return CompiledModel.From(sources, _folder);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
