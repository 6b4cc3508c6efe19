using System.Collections.Immutable;
using TinyEngine.Cli.Verbs;
using TinyEngine.Compiler;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Costs;
using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Passes;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain;

namespace TinyEngine.Cli;

/// <summary>A model that was read.</summary>
/// <param name="Path">The file, as it was given.</param>
/// <param name="Name">Prefix of the generated names.</param>
/// <param name="Source">The network as the file tells it; the interpreter runs this one.</param>
/// <param name="Edges">The same without what the call drops at its edges.</param>
/// <param name="Graph">That, simplified; this one is compiled.</param>
/// <param name="Dumps">What the stages made, for <c>--dump</c>.</param>
internal sealed record LoadedModel(string Path, string Name, Network Source, NetworkEdges Edges, Network Graph, StageDumps Dumps)
{
    /// <summary>Reads and simplifies the model of a call, and finds its board.</summary>
    /// <returns>The model, or null after errors were reported.</returns>
    public static LoadedModel? Load(Invocation call) =>
        BoardArguments.Resolve(call) ? Load(call.Required(CommonOptions.Model), call) : null;

    /// <summary>Reads and simplifies a model.</summary>
    /// <returns>The model, or null after errors were reported.</returns>
    public static LoadedModel? Load(string path, Invocation call)
    {
        if (InputFile.ReadModel(path, call.Diagnostics) is not { } bytes || GraphArguments.Import(bytes, path, call) is not { } source)
            return null;
        if (CompileArguments.FindName(call, source) is not { } name)
            return null;
        var (edges, dumps) = (GraphArguments.Drop(source, path, call), new StageDumps());
        if (call.Get(CommonOptions.Dump) is null)
            return new LoadedModel(path, name, source, edges, Pipeline.Optimize(edges.Graph), dumps);
        dumps.Add("import", GraphDump.Write(source));
        if (!edges.IsNone)
            dumps.Add("drop-edges", GraphDump.Write(edges.Graph));
        return new LoadedModel(
            path,
            name,
            source,
            edges,
            Pipeline.Optimize(edges.Graph, (pass, graph) => dumps.Add(pass, GraphDump.Write(graph))),
            dumps
        );
    }

    /// <summary>Inputs of the model as the compiled network takes them.</summary>
    public ImmutableArray<byte[]> GivenInputs(ImmutableArray<byte[]> inputs) => Convert(inputs, Edges.Inputs);

    /// <summary>Outputs of the model as the compiled network gives them.</summary>
    public ImmutableArray<byte[]> GivenOutputs(ImmutableArray<byte[]> outputs) => Convert(outputs, Edges.Outputs);

    private static ImmutableArray<byte[]> Convert(ImmutableArray<byte[]> tensors, ImmutableArray<Network?> edges) =>
        [.. tensors.Zip(edges, (tensor, edge) => edge is null ? tensor : new Compiler.Interpreter.Interpreter(edge).Run([tensor])[0])];
}

/// <summary>A model that was compiled for a target.</summary>
/// <param name="Model">The model.</param>
/// <param name="Target">The target.</param>
/// <param name="Sources">The generated files.</param>
/// <param name="Plans">The plans that the network has, its own among them.</param>
internal sealed record CompiledNetwork(LoadedModel Model, Target Target, CSources Sources, PlanSearch Plans)
{
    /// <summary>Where everything lives.</summary>
    public MemoryPlan Plan => Sources.Plan;

    /// <summary>What goes to flash, code estimated.</summary>
    public EstimatedFlash Flash { get; } = new(CodeEstimate.BytesOf(Sources), Sources.WeightBytes + Sources.TableBytes);

    /// <summary>What a run is predicted to execute, by the counts that price kernels of the target.</summary>
    public PlanInstructions PredictInstructions() => PlanInstructions.Of(Plan);

    /// <summary>Compiles a model as a call asks.</summary>
    /// <param name="model">The model.</param>
    /// <param name="target">What for.</param>
    /// <param name="call">The options, and what stands in the way.</param>
    /// <param name="selfTest">A sample to carry along; null for none.</param>
    /// <returns>The network, or null after errors were reported.</returns>
    public static CompiledNetwork? Compile(LoadedModel model, Target target, Invocation call, SelfTestSample? selfTest = null)
    {
        var options = CompileArguments.Read(call, model.Name, target) with { SelfTest = selfTest };
        return Compile(model, target, options, call) is { } network && MemoryLimits.Hold(network, options, call) ? network : null;
    }

    /// <summary>Compiles a model, whatever limits there are.</summary>
    /// <param name="model">The model.</param>
    /// <param name="target">What for.</param>
    /// <param name="options">How.</param>
    /// <param name="call">Receives what stands in the way.</param>
    /// <returns>The network, or null after errors were reported.</returns>
    public static CompiledNetwork? Compile(LoadedModel model, Target target, CompileOptions options, Invocation call)
    {
        if (
            Pipeline.Search(model.Graph, options, model.Path, call.Diagnostics) is not { } plans
            || Pipeline.Plan(plans, options, model.Path, call.Diagnostics) is not { } plan
        )
            return null;
        if (call.Get(CommonOptions.Dump) is not null)
            model.Dumps.Add("plan", PlanDump.Write(plan));
        return new CompiledNetwork(model, target, Pipeline.Emit(plan, options), plans);
    }
}
