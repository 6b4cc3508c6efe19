using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling.Stages;

/// <summary>The first and the last row of a window, as functions of the output row.</summary>
/// <param name="First">Row of the first tap.</param>
/// <param name="Last">Row of the last tap.</param>
internal readonly record struct PlanarWindow(RowSlots First, RowSlots Last);

/// <summary>What the search for stages asks about a network over and over: flows, producers, consumers, lifetimes. Steps are the nodes in
/// order.</summary>
internal sealed class NetworkFlow
{
    private readonly Lifetimes _lives;
    private readonly ValueId? _streamed;
    private NetworkFlow? _mirrored;

    private NetworkFlow(
        NetworkFlow other,
        ImmutableArray<RowFlow?> flows,
        ImmutableArray<PlanarWindow?> windows,
        (int Step, RowRead Read)[][]? readers = null
    )
    {
        (Graph, Selector, Layouts, Steps, Calls, RowCalls, Rows, RowBytes, Flows, InPlaceWindows) = (
            other.Graph,
            other.Selector,
            other.Layouts,
            other.Steps,
            other.Calls,
            other.RowCalls,
            other.Rows,
            other.RowBytes,
            flows,
            windows
        );
        (_lives, _streamed, Interface) = (other._lives, other._streamed, other.Interface);
        Readers = readers ?? FindReaders();
    }

    /// <summary>Looks at a schedule of whole tensors.</summary>
    /// <param name="layers">The schedule.</param>
    /// <param name="selector">Gives kernel calls for other layouts.</param>
    public NetworkFlow(Schedule layers, KernelSelector selector)
    {
        var graph = layers.Graph;
        (Graph, Layouts, Steps, Interface) = (graph, layers.Layouts, layers.Steps, layers.Interface);
        Selector = selector;
        var calls = layers.Steps.Select(step => step.Calls).ToImmutableArray();
        Calls = calls;
        ImmutableArray<ImmutableArray<KernelCall>> rowCalls =
        [
            .. graph.Nodes.Select(
                (node, step) => node.Op is IEmitRows ? selector.SelectRows(node, id => layers.Layouts[id.Index]) : calls[step]
            ),
        ];
        RowCalls = rowCalls;
        InPlaceWindows = [.. graph.Nodes.Select(node => InPlaceWindow(node, selector))];
        Flows = [.. graph.Nodes.Select((node, index) => RowFlow.Of(graph, node, rowCalls[index]))];
        Rows = [.. graph.Values.Select(value => RowLayout.Dense(value.Type).Rows)];
        RowBytes = [.. graph.Values.Select(value => RowLayout.Dense(value.Type).RowStride)];
        _lives = new Lifetimes(layers);
        _streamed = Interface.StreamedInput(graph);
        Readers = FindReaders();
    }

    /// <summary>The network.</summary>
    public Network Graph { get; }

    /// <summary>Gives kernel calls for other layouts.</summary>
    public KernelSelector Selector { get; }

    /// <summary>How tensors pass between the caller and the network.</summary>
    public InterfaceModes Interface { get; }

    /// <summary>Layout of each value as a whole tensor.</summary>
    public ImmutableArray<RowLayout> Layouts { get; }

    /// <summary>For steps that can write a row over a row of their window: which rows those are, by the row written. Both are
    /// row-planar.</summary>
    public ImmutableArray<PlanarWindow?> InPlaceWindows { get; }

    /// <summary>The steps over whole tensors.</summary>
    public ImmutableArray<Step> Steps { get; }

    /// <summary>Kernel calls of each step over whole tensors.</summary>
    public ImmutableArray<ImmutableArray<KernelCall>> Calls { get; }

    /// <summary>Kernel calls of each step in a stage.</summary>
    public ImmutableArray<ImmutableArray<KernelCall>> RowCalls { get; }

    /// <summary>The flow of each step; null for those that need whole tensors.</summary>
    public ImmutableArray<RowFlow?> Flows { get; }

    /// <summary>For each value the steps that read it row by row, in order.</summary>
    public (int Step, RowRead Read)[][] Readers { get; }

    private (int Step, RowRead Read)[][] FindReaders()
    {
        var readers = new List<(int Step, RowRead Read)>?[Rows.Length];
        for (var step = 0; step < Flows.Length; step++)
        {
            foreach (var read in Flows[step]?.Reads ?? [])
                (readers[read.Value.Index] ??= []).Add((step, read));
        }

        return [.. readers.Select(list => list?.ToArray() ?? [])];
    }

    /// <summary>Rows of each value.</summary>
    public ImmutableArray<int> Rows { get; }

    /// <summary>Bytes of a row of each value.</summary>
    public ImmutableArray<int> RowBytes { get; }

    /// <summary>Number of steps.</summary>
    public int Count => Calls.Length;

    /// <summary>The value whose buffer a value shares because an operator only renames it.</summary>
    public ValueId RootOf(ValueId id) => _lives.RootOf(id);

    /// <summary>The step that writes a value's buffer first; −1 for what the caller provides.</summary>
    public int BirthOf(ValueId id) => _lives.BirthOf(id);

    /// <summary>The last step that reads a value's buffer; the number of steps when it must live on after them.</summary>
    public int DeathOf(ValueId id) => _lives.DeathOf(id);

    /// <summary>Bytes of a value.</summary>
    public int BytesOf(ValueId id) => Rows[id.Index] * RowBytes[id.Index];

    /// <summary>Values that own memory of the arena.</summary>
    public IEnumerable<ValueId> Roots =>
        Graph.Values.Where(value => RootOf(value.Id) == value.Id && Owns(value.Id)).Select(value => value.Id);

    /// <summary>Whether a value is in the arena.</summary>
    public bool Owns(ValueId id) =>
        Graph[RootOf(id)].Kind is var kind && kind != ValueKind.Constant && (kind != ValueKind.Input || Interface.HoldsInputs);

    /// <summary>The input that arrives row by row and of which a stage of [first, end) needs only a ring; null when none is.</summary>
    public ValueId? StreamedInput(int first, int end) => first == 0 && _streamed is { } input && DeathOf(input) < end ? input : null;

    /// <summary>Whether a step hands rows of an output to the caller.</summary>
    public bool Delivers(int step) => Interface.Outputs == OutputMode.Rows && Graph.Nodes[step].Outputs.Any(Graph.IsOutput);

    /// <summary>Bytes that a step over whole tensors saves when its only output overlaps an input that dies in it.</summary>
    /// <param name="step">The step.</param>
    /// <param name="input">The value that owns the input's buffer.</param>
    public int SavedByOverlap(int step, ValueId input)
    {
        var node = Graph.Nodes[step];
        if (Calls[step].IsEmpty || node.Outputs is not [var output])
            return 0;
        var operand = Array.FindIndex([.. node.Inputs.Items], id => RootOf(id) == input);
        var (asStep, from, to) = (new Step(step, Calls[step]), Layouts[node.Inputs[operand].Index], Layouts[output.Index]);
        return Math.Max(
            Saved(OverlapDistance.OutputBelow(asStep, operand, from, to), BytesOf(output), BytesOf(input)),
            Saved(OverlapDistance.OutputAbove(asStep, operand, from, to), BytesOf(output), BytesOf(input))
        );
    }

    private static int Saved(int? distance, int lower, int upper) =>
        distance is { } apart ? Math.Max(0, lower + upper - Math.Max(lower, Math.Max(0, apart) + upper)) : 0;

    /// <summary>The same network with all rows counted from the last one, for stages that run from the bottom to the top.</summary>
    public NetworkFlow Mirror() =>
        _mirrored ??= new(
            this,
            [.. Flows.Select(flow => flow?.Mirrored(id => Rows[id.Index]))],
            [
                .. Graph.Nodes.Select(
                    (node, step) =>
                        InPlaceWindows[step] is { } window
                            ? new PlanarWindow(
                                MirrorSlots(node.Outputs[0], node.Inputs[0], window.Last),
                                MirrorSlots(node.Outputs[0], node.Inputs[0], window.First)
                            )
                            : (PlanarWindow?)null
                ),
            ]
        );

    /// <summary>The same network with some blocks narrow.</summary>
    public NetworkFlow With(ImmutableArray<NarrowBlock> blocks)
    {
        if (blocks.IsEmpty)
            return this;
        var (flows, readers) = (Flows.ToArray(), Readers.ToArray());
        foreach (var block in blocks)
        {
            var input = Graph.Nodes[block.Expand].Inputs[0];
            var narrow = RowFlow.Narrow(input, Flows[block.Window]!);
            flows[block.Project] = narrow;
            flows[block.Expand] = flows[block.Window] = RowFlow.Inlined;
            readers[Graph.Nodes[block.Expand].Outputs[0].Index] = readers[Graph.Nodes[block.Window].Outputs[0].Index] = [];
            readers[input.Index] =
            [
                .. readers[input.Index]
                    .Where(reader => reader.Step != block.Expand)
                    .Append((Step: block.Project, Read: narrow.Reads[0]))
                    .OrderBy(reader => reader.Step),
            ];
        }

        return new NetworkFlow(this, [.. flows], InPlaceWindows, readers);
    }

    /// <summary>Whether a step is the expansion of three that can be a narrow block.</summary>
    public bool CanBeNarrow(int expand)
    {
        if (
            expand + 2 >= Count
            || !IsPointwise(expand)
            || !IsPointwise(expand + 2)
            || Graph.Nodes[expand + 1].Op is not IWindowed
            || Calls[expand + 1] is not [RowCall]
        )
            return false;
        var (wide, window, thin) = (Graph.Nodes[expand], Graph.Nodes[expand + 1], Graph.Nodes[expand + 2]);
        return Flows[expand + 1] is { Accumulates: false, Reads: [var read] }
            && read.Value == wide.Outputs[0]
            && window.Inputs[0] == wide.Outputs[0]
            && thin.Inputs[0] == window.Outputs[0]
            && Graph.Consumers(wide.Outputs[0]) is [_]
            && Graph.Consumers(window.Outputs[0]) is [_]
            && !Graph.IsOutput(wide.Outputs[0])
            && !Graph.IsOutput(window.Outputs[0])
            && Graph[window.Inputs[0]].Type.Shape is [1, _, _, _]
            && Layouts[window.Outputs[0].Index].Order == ElementOrder.ChannelLast
            && Layouts[wide.Outputs[0].Index].ElementBytes == 1;
    }

    /// <summary>Whether a step makes each pixel from the same pixel of one operand.</summary>
    private bool IsPointwise(int step) =>
        Calls[step]
            is [
                RowCall
                {
                    Overlap: OverlapTolerance.Ascending,
                    ColumnStride: 1,
                    OutputOffset: 0,
                    LinearCount: 0,
                    Sources: [{ Operand: 0 } source]
                },
            ]
        && source.Index == RowIndex.Same
        && Flows[step] is { Reads: [_] };

    /// <summary>Layout of the tile of a narrow block's expansion.</summary>
    public RowLayout TileLayout(NarrowBlock block)
    {
        var id = Graph.Nodes[block.Expand].Outputs[0];
        var (dense, window) = (Layouts[id.Index], ((IWindowed)Graph.Nodes[block.Window].Op).Window);
        var columns = block.TileColumns(window.X, Graph[id].Type.Shape[2]);
        return OfColumns(dense, id, columns, window.Y.Kernel);
    }

    /// <summary>Layout of the columns that a narrow block's window makes at a time.</summary>
    public RowLayout ChunkLayout(NarrowBlock block)
    {
        var id = Graph.Nodes[block.Window].Outputs[0];
        return OfColumns(Layouts[id.Index], id, block.Columns, 1);
    }

    private RowLayout OfColumns(RowLayout dense, ValueId id, int columns, int rows)
    {
        var type = Graph[id].Type;
        return RowLayout.Dense(new TensorType(type.DType, [1, rows, columns, type.Shape[3]], type.Quant), dense.Order);
    }

    /// <summary>Multiply-accumulates that a narrow block takes on top of those of its three steps.</summary>
    public long ExtraMacs(NarrowBlock block)
    {
        var node = Graph.Nodes[block.Expand];
        var macs = node.Op is ICountMacs counts ? counts.CountMacs(Graph.TypesOf(node)) : 0;
        var shape = Graph[node.Outputs[0]].Type.Shape;
        var window = ((IWindowed)Graph.Nodes[block.Window].Op).Window;
        var output = Graph[Graph.Nodes[block.Window].Outputs[0]].Type.Shape;
        long rows = Enumerable
            .Range(0, output[1])
            .Sum(y =>
                Enumerable
                    .Range(0, window.Y.Kernel)
                    .Count(tap =>
                        (y * window.Y.Stride) - window.Y.PadBefore + (tap * window.Y.Dilation) is var row && row >= 0 && row < shape[1]
                    )
            );
        // Columns that neighbouring chunks share are kept; those left or right of all windows are never made.
        var columns = window.X.InputRange(new RowRange(0, output[2])).Clip(shape[2]).Count;
        return (long)((double)macs / ((long)shape[1] * shape[2]) * rows * columns) - macs;
    }

    /// <summary>Slots of a value in its host, as seen from the other end of both.</summary>
    public RowSlots MirrorSlots(ValueId lodger, ValueId host, RowSlots slots) =>
        slots with
        {
            Offset = Rows[host.Index] - 1 - ((Rows[lodger.Index] - 1) * slots.Stride) - slots.Offset,
        };

    private PlanarWindow? InPlaceWindow(Node node, KernelSelector selector)
    {
        if (node.Outputs.Count != 1 || node.Op is not IChooseLayout op || Layouts[node.Inputs[0].Index].Order != ElementOrder.RowPlanar)
            return null;
        var (types, output) = (Graph.TypesOf(node), node.Outputs[0]);
        if (
            Graph.IsOutput(output)
            || !op.CanWrite(ElementOrder.RowPlanar, types)
            || !Graph.Consumers(output).All(consumer => ReadsPlanar(Graph.Nodes[consumer], output))
        )
            return null;
        if (Layouts[output.Index].RowStride > Layouts[node.Inputs[0].Index].RowStride)
            return null;
        var over = Layouts[node.Inputs[0].Index].Over(Graph[output].Type);
        return
            selector.SelectRows(node, id => id == output ? over : Layouts[id.Index])
                is [RowCall { Overlap: OverlapTolerance.PlanarRow } call]
            && call.Sources.All(source => source.Operand == 0 && source.Index.Table.Count == 0)
            && call.Sources[0].Index is { Stride: > 0 } first
            ? new PlanarWindow(
                new RowSlots(first.Stride, call.Sources.Min(source => source.Index.Offset)),
                new RowSlots(first.Stride, call.Sources.Max(source => source.Index.Offset))
            )
            : null;
    }

    private bool ReadsPlanar(Node reader, ValueId value) =>
        reader.Op is IChooseLayout chooser
        && reader
            .Inputs.Index()
            .All(input => input.Item != value || chooser.CanRead(input.Index, ElementOrder.RowPlanar, Graph.TypesOf(reader)));
}
