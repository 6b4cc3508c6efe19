using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Costs;
using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain;
using TinyEngine.Toolchain.Tools;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Calibration;

/// <summary>A measured step.</summary>
/// <param name="Name">Network and step.</param>
/// <param name="Works">Its calls.</param>
/// <param name="Instructions">What it executed, to within <see cref="Measurements.Resolution"/>.</param>
internal sealed record MeasuredStep(string Name, IReadOnlyList<RepeatedWork> Works, long Instructions);

/// <summary>Builds networks, runs them on an emulated core and counts.</summary>
internal sealed class Measurements : IDisposable
{
    /// <summary>The hook at a step's start reads the clock, which is no part of the step.</summary>
    private const int StepOffset = 4;

    /// <summary>Instructions by which a step's count may be off: the clock's step.</summary>
    public const int Resolution = 40;

    private readonly Verifier _verifier = new(Toolset.FromEnvironment());
    private readonly string _folder = Directory.CreateTempSubdirectory("tinyengine-calibration").FullName;
    private int _written;

    /// <summary>Measures each step of a network over whole tensors.</summary>
    public IEnumerable<MeasuredStep> Steps(CalibrationNetwork network, Target target)
    {
        var (plan, counts) = Counts(network, target);
        foreach (var (index, instructions) in counts)
        {
            var step = plan.Schedule.Steps[index];
            var types = plan.Schedule.Graph.TypesOf(plan.Schedule.NodeOf(step));
            var works = StepWork.OfWhole(types, step.Calls, !plan.DescendingSteps.Contains(index)).ToList();
            if (works.Count > 0 && works.TrueForAll(work => KernelFamily.Of(work.Kernel) is not null))
                yield return new MeasuredStep($"{network.Name} {index} {string.Join(' ', types.Inputs[0].Shape)}", works, instructions);
        }
    }

    /// <summary>A network over whole tensors, and what each of its steps executes, by index.</summary>
    public (MemoryPlan Plan, SortedDictionary<int, long> Instructions) Counts(CalibrationNetwork network, Target target)
    {
        var plan = MemoryPlanner.Plan(LayersOf(network, target));
        return (
            plan,
            new SortedDictionary<int, long>(
                Run(plan, network, target, steps: true)
                    .Steps.ToDictionary(step => step.Index, step => step.Instructions!.Value - StepOffset)
            )
        );
    }

    /// <summary>Measures a network as a whole: over whole tensors, in row stages, in narrow ones; with the input in the arena and pushed
    /// row by row.</summary>
    public IEnumerable<(MemoryPlan Plan, long Instructions)> Plans(CalibrationNetwork network, Target target)
    {
        var layers = LayersOf(network, target);
        foreach (var mode in new[] { InputMode.Arena, InputMode.Stream })
        {
            var search = new PlanSearch(layers with { Interface = new InterfaceModes(mode) });
            var front = search.Front;
            var plans = new[] { front[0].Plan, search.Find(ScheduleKind.Stream).Plan, front[front.Length / 2].Plan, front[^1].Plan };
            foreach (var plan in plans.Distinct())
                yield return (plan, Run(plan, network, target, steps: false).Instructions!.Value);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _verifier.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Schedule LayersOf(CalibrationNetwork network, Target target)
    {
        var bag = new DiagnosticBag();
        var schedule = LayerScheduler.Build(network.Build(), target.UpTo(network.Isa), network.Name, bag, network.Goal)
            ?? throw new InvalidOperationException(string.Join('\n', bag.Items));
        if (network.IsPlanar is { } isPlanar)
            schedule = InOrder(schedule, isPlanar);
        if (network.Prefers is { } prefers)
            schedule = schedule with { Steps = [.. schedule.Steps.Select(step => Preferred(schedule, step, prefers))] };
        if (network.ByRows)
        {
            var selector = new KernelSelector(schedule.Proofs, schedule.Target, schedule.Goal);
            schedule = schedule with
            {
                Steps =
                [
                    .. schedule.Steps.Select(step => step with { Calls = selector.SelectRows(schedule.NodeOf(step), schedule.LayoutOf) }),
                ],
            };
        }

        KernelCall Changed(KernelCall call)
        {
            var other = network.Replace?.Invoke(call) ?? call;
            return network.Rename is { } rename ? other with { Kernel = rename(other.Kernel) } : other;
        }

        return schedule with
        {
            Steps = [.. schedule.Steps.Select(step => step with { Calls = [.. step.Calls.Select(Changed)] })],
        };
    }

    /// <summary>Codes like those of images, or all as frequent; integers of 32 bits without a scale are indices, and 0 is always
    /// one.</summary>
    private static byte[] Input(TensorType type, ulong seed, bool isEven)
    {
        if (type.DType == DType.Float32)
            return MemoryMarshal
                .AsBytes(Enumerable.Range(0, type.Shape.ElementCount).Select(index => (index % 101 * 0.1f) - 5).ToArray().AsSpan())
                .ToArray();
        if (type.Quant == QuantParams.None)
            return new byte[type.ByteSize];
        var random = new SplitMix64(seed);
        if (isEven)
            return [.. Enumerable.Range(0, type.ByteSize).Select(_ => (byte)random.Between(0, byte.MaxValue))];
        if (type.DType is DType.Int8 or DType.UInt8)
            return SyntheticInput.Bytes(type, seed);
        var codes = SyntheticInput
            .Bytes(type with { DType = DType.Int8 }, seed)
            .Select(code => ((sbyte)code * 256) + random.Between(0, byte.MaxValue));
        return type.DType == DType.Int16
            ? MemoryMarshal.AsBytes(codes.Select(code => (short)code).ToArray().AsSpan()).ToArray()
            : MemoryMarshal.AsBytes(codes.ToArray().AsSpan()).ToArray();
    }

    /// <summary>A step with another of the kernels that its operator offers.</summary>
    private static Step Preferred(Schedule schedule, Step step, Func<string, bool> prefers)
    {
        var node = schedule.NodeOf(step);
        if (node.Op is not IOfferKernels op)
            return step;
        var context = EmitContext.Of(schedule.Proofs, node, schedule.LayoutOf, schedule.Target) with { Goal = schedule.Goal };
        return op.OfferKernels(context).FirstOrDefault(offer => prefers(offer.Kernel)) is { } offer ? step with { Calls = [offer] } : step;
    }

    /// <summary>The same schedule with planar rows between kernels that can have them, or with none.</summary>
    private static Schedule InOrder(Schedule schedule, bool isPlanar)
    {
        var graph = schedule.Graph;
        bool Reads(int consumer, ValueId id) =>
            graph.Nodes[consumer] is { Op: IChooseLayout reader } node
            && node.Inputs.Index()
                .All(input => input.Item != id || reader.CanRead(input.Index, ElementOrder.RowPlanar, graph.TypesOf(node)));
        bool CanBe(Value value) =>
            isPlanar
            && value.Kind == ValueKind.Computed
            && !graph.IsOutput(value.Id)
            && graph.Nodes[graph.Producer(value.Id)] is { Op: IChooseLayout writer } node
            && writer.CanWrite(ElementOrder.RowPlanar, graph.TypesOf(node))
            && graph.Consumers(value.Id).All(consumer => Reads(consumer, value.Id));
        ImmutableArray<RowLayout> layouts =
        [
            .. graph.Values.Select(value => RowLayout.Dense(value.Type, CanBe(value) ? ElementOrder.RowPlanar : ElementOrder.ChannelLast)),
        ];
        var selector = new KernelSelector(graph, schedule.Target, schedule.Goal);
        return schedule with
        {
            Layouts = layouts,
            Steps = [.. graph.Nodes.Select((node, index) => new Step(index, selector.Select(node, id => layouts[id.Index])))],
        };
    }

    private VerificationResult Run(MemoryPlan plan, CalibrationNetwork network, Target target, bool steps)
    {
        var sources = CSources.Emit(plan, CName.Prefix(network.Name), "0", null);
        var folder = Directory.CreateDirectory(Path.Combine(_folder, $"{_written++}")).FullName;
        foreach (var (file, text) in sources.Files)
            File.WriteAllText(Path.Combine(folder, file), text, new UTF8Encoding(false));
        var graph = plan.Schedule.Graph;
        var sample = new Sample(
            [.. graph.Inputs.Select((id, index) => (ReadOnlyMemory<byte>)Input(graph[id].Type, (ulong)index + 1, network.HasEvenCodes))],
            []
        );
        var options = new VerifyOptions { MeasureSteps = steps, InstrumentedHostRun = false };
        var result = _verifier.VerifyAsync(CompiledModel.From(sources, folder), [sample], target, options).GetAwaiter().GetResult();
        return result.Instructions is not null
            ? result
            : throw new InvalidOperationException($"{network.Name}: {string.Join('\n', result.Diagnostics)}");
    }
}
