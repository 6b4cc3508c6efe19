using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Toolchain.Verification;

/// <summary>An input or output of a generated network.</summary>
/// <param name="Name">Name in the model.</param>
/// <param name="Type">Element type.</param>
/// <param name="Bytes">Size in bytes.</param>
internal sealed record ModelPort(string Name, DType Type, int Bytes);

/// <summary>A folder of generated C and what the planner knows about it.</summary>
/// <param name="Folder">The folder; every <c>.c</c> file in it belongs to the network.</param>
/// <param name="Name">The prefix of the generated names, also the name of the header.</param>
/// <param name="Inputs">Inputs in the order of the interface.</param>
/// <param name="Outputs">Outputs in the order of the interface.</param>
internal sealed record CompiledModel(string Folder, string Name, ImmutableArray<ModelPort> Inputs, ImmutableArray<ModelPort> Outputs)
{
    /// <summary>How tensors pass between the caller and the network.</summary>
    public InterfaceModes Interface { get; init; }

    /// <summary>Bytes of a row of the input, where inputs come row by row.</summary>
    public int InputRowBytes { get; init; }

    /// <summary>Bytes that the caller must keep outside the arena while the network runs: its inputs, or one row of them.</summary>
    public int IoBytes =>
        Interface.Inputs switch
        {
            InputMode.External => Inputs.Sum(input => input.Bytes),
            InputMode.Stream => InputRowBytes,
            _ => 0,
        };

    /// <summary>Whether the network keeps state between runs, that is, whether <c>NAME_reset</c> exists.</summary>
    public bool HasState { get; init; }

    /// <summary>A name for each step of the schedule, for people.</summary>
    public ImmutableArray<string> StepNames { get; init; } = [];

    /// <summary>
    /// For each step the byte ranges of the arena that hold a value, an argument or scratch during it, also state and inputs not read yet;
    /// empty when unknown. The sanitized run makes every other byte inaccessible.
    /// </summary>
    public ImmutableArray<ImmutableArray<(int Offset, int Length)>> LiveRanges { get; init; } = [];

    /// <summary>Multiply-accumulates of the network, by its shapes.</summary>
    public long Macs { get; init; }

    /// <summary>Describes sources that were written to a folder.</summary>
    /// <param name="sources">What was emitted.</param>
    /// <param name="folder">Where it was written.</param>
    public static CompiledModel From(CSources sources, string folder)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var (plan, schedule, graph) = (sources.Plan, sources.Plan.Schedule, sources.Plan.Schedule.Graph);
        ModelPort Port(ValueId id) => new(graph[id].Name, graph[id].Type.DType, graph[id].Type.ByteSize);
        return new CompiledModel(folder, sources.Name, [.. graph.Inputs.Select(Port)], [.. graph.Outputs.Select(Port)])
        {
            Interface = plan.Interface,
            InputRowBytes = plan.Interface.Inputs == InputMode.Stream ? RowLayout.Dense(graph[graph.Inputs[0]].Type).RowStride : 0,
            HasState = graph.Values.Any(v => v.Kind == ValueKind.Variable),
            StepNames = [.. schedule.Steps.Select(step => schedule.NodeOf(step).Label)],
            LiveRanges = [.. schedule.Steps.Select((_, step) => plan.LiveRanges(step))],
            Macs = graph.CountMacs(),
        };
    }
}

/// <summary>One set of inputs and what must come out.</summary>
/// <param name="Inputs">Bytes of each input.</param>
/// <param name="Expected">Bytes of each output; empty to run without comparing.</param>
public sealed record Sample(IReadOnlyList<ReadOnlyMemory<byte>> Inputs, IReadOnlyList<ReadOnlyMemory<byte>> Expected);
