using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Passes;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Proofs;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler;

/// <summary>The whole story on one screen: from a model file's bytes to C.</summary>
public static class Pipeline
{
    /// <summary>Larger arenas are not planned: few boards of microcontrollers have as much RAM beside the chip, and the replay of a plan
    /// needs a multiple of it. A tensor may be larger (<see cref="ImportLimits.TensorBytes"/>), for a stream need not hold all of
    /// it.</summary>
    public const int MaximumArenaBytes = 16 << 20;

    /// <summary>Reads a model and builds its graph.</summary>
    /// <param name="file">The file's bytes; weights stay in them.</param>
    /// <param name="fileName">Name for messages.</param>
    /// <param name="bag">Receives everything that is wrong or unsupported.</param>
    /// <param name="signature">Name of the signature whose graph is meant; null for the first graph.</param>
    /// <returns>The graph, or null when <paramref name="bag"/> received errors.</returns>
    public static Network? Import(ReadOnlyMemory<byte> file, string fileName, DiagnosticBag bag, string? signature = null) =>
        Import(file, fileName, bag, new ImportOptions { Signature = signature });

    /// <summary>Reads a model and builds the graph of the part that is meant.</summary>
    /// <param name="file">The file's bytes; weights stay in them.</param>
    /// <param name="fileName">Name for messages.</param>
    /// <param name="bag">Receives everything that is wrong or unsupported.</param>
    /// <param name="options">Which part.</param>
    /// <returns>The graph, or null when <paramref name="bag"/> received errors.</returns>
    internal static Network? Import(ReadOnlyMemory<byte> file, string fileName, DiagnosticBag bag, ImportOptions options) =>
        TfliteReader.Read(file, fileName, bag) is { } model && !bag.HasErrors ? TfliteImporter.Import(model, fileName, bag, options) : null;

    /// <summary>Simplifies a graph; its outputs keep their bytes.</summary>
    /// <param name="graph">The imported graph.</param>
    /// <param name="trace">Receives the name of each pass that changed something, with the graph after it.</param>
    public static Network Optimize(Network graph, Action<string, Network>? trace = null) => PassList.RunAll(graph, trace);

    /// <summary>Schedules and plans a graph.</summary>
    /// <param name="graph">The network, simplified.</param>
    /// <param name="options">What the user asked for.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="bag">Receives what stands in the way.</param>
    /// <returns>A validated plan, or null when <paramref name="bag"/> received errors.</returns>
    /// <exception cref="InvalidOperationException">The planner made a mistake, which the validator found.</exception>
    public static MemoryPlan? Plan(Network graph, CompileOptions options, string file, DiagnosticBag bag) =>
        Search(graph, options, file, bag) is { } search ? Plan(search, options, file, bag) : null;

    /// <summary>The plans that a graph has; the options say how it may be run.</summary>
    /// <param name="graph">The network, simplified.</param>
    /// <param name="options">What the user asked for.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="bag">Receives what stands in the way.</param>
    /// <returns>The plans, none made yet; null when <paramref name="bag"/> received errors.</returns>
    internal static PlanSearch? Search(Network graph, CompileOptions options, string file, DiagnosticBag bag) =>
        Schedule(graph, options, file, bag) is { } layers ? new PlanSearch(layers) : null;

    /// <summary>The plan among a network's that was asked for.</summary>
    /// <param name="search">The plans.</param>
    /// <param name="options">What the user asked for.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="bag">Receives what stands in the way.</param>
    /// <returns>A validated plan, or null when <paramref name="bag"/> received errors.</returns>
    internal static MemoryPlan? Plan(PlanSearch search, CompileOptions options, string file, DiagnosticBag bag)
    {
        if (options.Schedule != ScheduleKind.Patches)
            return Check(search.Find(options.Schedule, options.SramBytes, options.MaxOverhead).Plan, file, bag);
        return PatchScheduler.Build(search.Layers, options.Patch, file, bag) is { } schedule
            ? Check(MemoryPlanner.Plan(schedule), file, bag)
            : null;
    }

    /// <summary>A plan that was made, unless it is too large.</summary>
    private static MemoryPlan? Check(MemoryPlan plan, string file, DiagnosticBag bag)
    {
        if (plan.ArenaBytes > MaximumArenaBytes)
        {
            bag.Add(
                Diag.RamExceeded,
                new Place(file),
                $"the network needs {plan.ArenaBytes:N0} bytes of RAM for its arena, at most {MaximumArenaBytes:N0} are planned",
                "no microcontroller has as much memory",
                "use a network with smaller feature maps"
            );
            return null;
        }

        if (PlanValidator.FindMistake(plan) is { } mistake)
            throw new InvalidOperationException($"the memory plan is wrong: {mistake}");
        return plan;
    }

    /// <summary>The schedule of whole tensors that every plan starts from.</summary>
    /// <param name="graph">The network, simplified.</param>
    /// <param name="options">What the user asked for.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="bag">Receives what stands in the way.</param>
    /// <returns>The schedule, or null when <paramref name="bag"/> received errors.</returns>
    internal static Schedule? Schedule(Network graph, CompileOptions options, string file, DiagnosticBag bag)
    {
        var proofs = new NetworkProofs(graph);
        if (!AccumulatorProof.Holds(proofs, file, bag))
            return null;
        if (LayerScheduler.Build(proofs, options.Target, file, bag, options.Goal, options.Interface) is not { } layers)
            return null;
        FloatIslands.Warn(layers, options.Target, file, bag);
        if (options.Interface.Inputs != InputMode.Stream || PlanSearch.WhyNotByRows(graph) is not { } reason)
            return layers;
        bag.Add(
            Diag.InputNotByRows,
            new Place(file),
            "the input cannot be handed over row by row",
            reason,
            "use --input-mode arena or external"
        );
        return null;
    }

    /// <summary>What a network costs. No C is written and no weight is packed; where weights are not known, sums are taken to be as small
    /// as those of trained networks.</summary>
    /// <param name="graph">The network, simplified.</param>
    /// <param name="options">What the user asked for.</param>
    /// <param name="bag">Receives what stands in the way.</param>
    /// <returns>The costs, or null when <paramref name="bag"/> received errors.</returns>
    internal static NetworkPrice? Price(Network graph, CompileOptions options, DiagnosticBag bag) =>
        Plan(graph, options, graph.Name, bag) is { } plan ? NetworkPrice.Of(plan) : null;

    /// <summary>Writes a plan as C.</summary>
    public static CSources Emit(MemoryPlan plan, CompileOptions options) =>
        CSources.Emit(plan, options.Name, options.Version, options.SelfTest, options.Library);
}

/// <summary>What the user asks of a compilation.</summary>
/// <param name="Name">Prefix of every public symbol; a C identifier.</param>
public sealed record CompileOptions(string Name)
{
    /// <summary>Prefix of the kernels that a library of several networks shares; null for kernels of the network's own.</summary>
    internal string? Library { get; init; }

    /// <summary>What the code is for.</summary>
    public Target Target { get; init; } = Target.CortexM7;

    /// <summary>What kernels are chosen for.</summary>
    public KernelGoal Goal { get; init; }

    /// <summary>Where the caller keeps the inputs.</summary>
    public InputMode InputMode
    {
        get => Interface.Inputs;
        init => Interface = Interface with { Inputs = value };
    }

    /// <summary>How the caller gets the outputs.</summary>
    public OutputMode OutputMode
    {
        get => Interface.Outputs;
        init => Interface = Interface with { Outputs = value };
    }

    /// <summary>Both.</summary>
    internal InterfaceModes Interface { get; init; }

    /// <summary>How the network is cut.</summary>
    public ScheduleKind Schedule { get; init; } = ScheduleKind.Auto;

    /// <summary>Where the patches are, for that kind of schedule.</summary>
    public PatchChoice Patch { get; init; }

    /// <summary>RAM that there is for the arena; null when it does not matter.</summary>
    public long? SramBytes { get; init; }

    /// <summary>The most multiply-accumulates that a plan may take in relation to the network's own; 1 computes nothing twice.</summary>
    public double MaxOverhead { get; init; } = double.PositiveInfinity;

    /// <summary>A sample that the generated code carries along; null for none.</summary>
    public SelfTestSample? SelfTest { get; init; }

    /// <summary>Version of this tool, for the generated header.</summary>
    public string Version { get; init; } = typeof(CompileOptions).Assembly.GetName().Version?.ToString(3) ?? "0";
}
