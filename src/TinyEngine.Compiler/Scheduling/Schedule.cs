using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Proofs;
using TinyEngine.Compiler.Scheduling.Patches;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling;

/// <summary>One node of the graph with its kernel calls.</summary>
/// <param name="Node">Index of the node.</param>
/// <param name="Calls">Kernel calls; empty when output and input share a buffer.</param>
internal sealed record Step(int Node, ImmutableArray<KernelCall> Calls)
{
    /// <summary>Largest workspace of the calls.</summary>
    public int ScratchBytes
    {
        get
        {
            var bytes = 0;
            foreach (var call in Calls)
                bytes = Math.Max(bytes, RowListSpace.TotalBytes(call));
            return bytes;
        }
    }

    /// <summary>Whether it adds up rows as they come and writes its output with the last; its workspace then holds the sums.</summary>
    public bool Accumulates => Calls is [AccumulateCall];

    /// <summary>Whether a kernel writes to an operand: a variable tensor.</summary>
    public bool Updates(int operand) => Calls.Any(call => call.Updates(operand));
}

/// <summary>Where the rows of a value lie in its buffer: row y is in slot (y·Stride + Offset) modulo the buffer's rows.</summary>
/// <param name="Stride">Slots from a row to the next.</param>
/// <param name="Offset">Slot of row 0, before the modulo; may be negative.</param>
internal readonly record struct RowSlots(int Stride, int Offset)
{
    /// <summary>Row y in slot y: a whole tensor, or a ring of its own.</summary>
    public static readonly RowSlots Own = new(1, 0);

    /// <summary>The slot of a row in a buffer of so many rows.</summary>
    public int Of(int row, int rows) => (((row * Stride) + Offset) % rows + rows) % rows;
}

/// <summary>A row that a step of a stage computes, or that arrives.</summary>
/// <param name="Step">The step; <see cref="Arrival"/> for a row of the network's input that the caller hands over.</param>
/// <param name="Row">Row of the step's output; of its input where it accumulates; of the network's input for an arrival.</param>
internal readonly record struct RowEvent(int Step, int Row)
{
    /// <summary>Stands for a step when a row of the network's input arrives.</summary>
    public const int Arrival = -1;
}

/// <summary>
/// Three steps of a stage that run as one: a pointwise expansion, an operator with a window over it, a pointwise projection. For each row
/// of the last one, and some columns of it at a time, the part of the expansion that these need is computed anew in a small tile, so that
/// no row of it is ever kept. A narrow block takes more multiply-accumulates than the three steps and much less memory.
/// </summary>
/// <param name="Expand">The step of the expansion; the window and the projection are the next two.</param>
/// <param name="Columns">Output columns made at a time.</param>
internal readonly record struct NarrowBlock(int Expand, int Columns)
{
    /// <summary>The step of the operator with the window.</summary>
    public int Window => Expand + 1;

    /// <summary>The step of the projection, which stands for all three.</summary>
    public int Project => Expand + 2;

    /// <summary>Columns of the expansion that a tile holds.</summary>
    /// <param name="x">The window along the width.</param>
    /// <param name="width">Columns of the expansion.</param>
    public int TileColumns(WindowAxis x, int width) => Math.Min(width, ((Columns - 1) * x.Stride) + x.Extent);
}

/// <summary>
/// Consecutive steps that run row by row, so that values between them need no more than a ring of rows: whenever a row of the stage's input
/// is there, every row that has become possible is computed, the latest step first.
/// </summary>
/// <param name="First">First step.</param>
/// <param name="End">One past the last step.</param>
/// <param name="StreamedInput">The input of the network whose rows arrive one by one; null when the stage reads whole tensors.</param>
/// <param name="Climbs">Whether rows are computed from the last to the first. Then outputs lie above inputs instead of below, so that
/// stages that take turns stay in place.</param>
/// <param name="Events">Everything that happens, in order.</param>
internal sealed record Stage(int First, int End, ValueId? StreamedInput, bool Climbs, ImmutableArray<RowEvent> Events)
{
    /// <summary>Blocks of three steps that run as one.</summary>
    public ImmutableArray<NarrowBlock> Narrow { get; init; } = [];

    /// <summary>Multiply-accumulates that the narrow blocks take on top of those of their steps.</summary>
    public long ExtraMacs { get; init; }

    /// <summary>The narrow block of a step; null when it runs by itself.</summary>
    public NarrowBlock? NarrowOf(int step)
    {
        foreach (var block in Narrow)
        {
            if (block.Expand <= step && step <= block.Project)
                return block;
        }

        return null;
    }

    /// <summary>Number of steps.</summary>
    public int Count => End - First;

    /// <summary>Its steps, for people.</summary>
    internal string Label => $"steps {First} to {End - 1}";

    /// <summary>Whether a step belongs to it.</summary>
    public bool Contains(int step) => First <= step && step < End;

    /// <summary>Bytes of a counter of rows.</summary>
    public const int CounterBytes = 2;
}

/// <summary>What runs when, with which kernels, on buffers of which layout.</summary>
/// <param name="Name">Kind of schedule, as the command line calls it.</param>
/// <param name="Graph">The network.</param>
/// <param name="Target">What the code is for.</param>
/// <param name="Layouts">Layout of each value's buffer, indexed by <see cref="ValueId"/>; a ring has fewer rows than the value.</param>
/// <param name="Steps">Steps in running order.</param>
internal sealed record Schedule(string Name, Network Graph, Target Target, ImmutableArray<RowLayout> Layouts, ImmutableArray<Step> Steps)
{
    /// <summary>What kernels were chosen for.</summary>
    public KernelGoal Goal { get; init; }

    /// <summary>What is known of the nodes; schedules of one network share it.</summary>
    public NetworkProofs Proofs { get; init; } = new(Graph);

    /// <summary>How tensors pass between the caller and the network.</summary>
    public InterfaceModes Interface { get; init; }

    /// <summary>Steps that run row by row together; the others run one after the other over whole tensors.</summary>
    public ImmutableArray<Stage> Stages { get; init; } = [];

    /// <summary>For values whose rows live in another value's buffer: that value. The others have a buffer of their own.</summary>
    public ImmutableDictionary<ValueId, ValueId> Hosts { get; init; } = ImmutableDictionary<ValueId, ValueId>.Empty;

    /// <summary>Slots of values whose rows are not simply in order of their number.</summary>
    public ImmutableDictionary<ValueId, RowSlots> Slots { get; init; } = ImmutableDictionary<ValueId, RowSlots>.Empty;

    /// <summary>Values between steps of stages whose rows have a place of their own each, which a table tells, instead of a slot in a ring
    /// or tensor.</summary>
    public ImmutableHashSet<ValueId> Scattered { get; init; } = [];

    /// <summary>The first steps, when these run once for each patch of a map; null when they do not.</summary>
    public PatchStage? Patches { get; init; }

    /// <summary>Every kernel symbol that the schedule needs.</summary>
    public IEnumerable<string> Symbols =>
        Steps
            .SelectMany(step => step.Calls)
            .SelectMany(call => call.Symbols)
            .Concat(Stages.Any(stage => !stage.Narrow.IsEmpty) ? [LoopKernels.ShiftLines] : [])
            .Distinct();

    /// <summary>The node of a step.</summary>
    public Node NodeOf(Step step) => Graph.Nodes[step.Node];

    /// <summary>Layout of a value.</summary>
    public RowLayout LayoutOf(ValueId id) => Layouts[id.Index];

    /// <summary>Slots of a value.</summary>
    public RowSlots SlotsOf(ValueId id) => Slots.GetValueOrDefault(id, RowSlots.Own);

    /// <summary>Rows of a value, whether or not all of them are kept.</summary>
    public int RowsOf(ValueId id) => RowLayout.Dense(Graph[id].Type).Rows;

    /// <summary>Whether the step that makes a value hands its rows to the caller, so that they need not be kept for him.</summary>
    public bool Delivers(ValueId id) => Interface.Outputs == OutputMode.Rows && Graph.IsOutput(id) && Graph.Producer(id) >= 0;

    /// <summary>Whether only some rows of a value are kept.</summary>
    public bool IsRing(ValueId id) => LayoutOf(id).Rows < RowsOf(id) && !IsTile(id);

    /// <summary>Whether a value exists as a tile of one patch at a time.</summary>
    public bool IsTile(ValueId id) => Patches is { } patches && patches.Contains(Graph.Producer(id)) && !patches.Kept.Contains(id);

    /// <summary>Multiply-accumulates of a run on top of the network's own: what narrow blocks and patches compute again.</summary>
    public long ExtraMacs => Stages.Sum(stage => stage.ExtraMacs) + PatchMacs;

    /// <summary>Windows that only few patches see whole are counted for each patch; pixels that no patch needs, for none.</summary>
    private long PatchMacs =>
        Patches is not { } patches
            ? 0
            : Enumerable
                .Range(0, patches.End)
                .Sum(step =>
                {
                    var (node, map) = (Graph.Nodes[step], PatchRegions.MapOf(Graph[Graph.Nodes[step].Outputs[0]].Type));
                    var macs = (node.Op as ICountMacs)?.CountMacs(Graph.TypesOf(node)) ?? 0;
                    return (macs / ((long)map.Height * map.Width) * patches.Pixels(step)) - macs;
                });

    /// <summary>The same steps over whole tensors in another order.</summary>
    /// <param name="order">For each position the step that runs there.</param>
    /// <exception cref="ArgumentException">A step would run before one that it needs.</exception>
    internal Schedule Reordered(ImmutableArray<int> order) =>
        this with
        {
            Graph = Graph.Reordered(order),
            Steps = [.. order.Select((step, position) => Steps[step] with { Node = position })],
        };

    /// <summary>The stage of a step; null when it runs by itself.</summary>
    public Stage? StageOf(int step)
    {
        foreach (var stage in Stages)
        {
            if (stage.Contains(step))
                return stage;
        }

        return null;
    }

    /// <summary>Whether a step runs once, over whole tensors.</summary>
    public bool RunsAlone(int step) => StageOf(step) is null && !(Patches?.Contains(step) ?? false);

    /// <summary>First step of the stage that a step belongs to; the step itself when it runs by itself.</summary>
    public int FirstOf(int step) => StageOf(step)?.First ?? step;

    /// <summary>One past the last step of the stage that a step belongs to.</summary>
    public int EndOf(int step) => StageOf(step)?.End ?? step + 1;
}
