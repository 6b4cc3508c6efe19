using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Costs;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling.Stages;

/// <summary>
/// What row stages cost on top of whole tensors, in instructions of the model that prices kernels and plans. A stage's price is a sum over
/// its steps, its narrow blocks and the values that it keeps in rings; each is priced once. Two things are guessed, which only the finished
/// schedule tells: every value of more than two rows that dies in its stage is taken to be a ring, and no row to overwrite its window.
/// </summary>
/// <param name="flow">The network.</param>
/// <param name="model">Prices kernels and loops.</param>
internal sealed class StageCosts(NetworkFlow flow, InstructionModel model)
{
    private readonly double?[] _whole = new double?[flow.Count];
    private readonly double?[] _rows = new double?[flow.Count];
    private readonly double?[] _rings = new double?[flow.Rows.Length];
    private readonly Dictionary<NarrowBlock, double> _narrow = [];
    private readonly double _event = PriceOf(model, LoopTerm.Events);
    private readonly double _ringRow = PriceOf(model, LoopTerm.RingRows);

    /// <summary>Of a step that runs row by row in a stage.</summary>
    public double OfRows(int step) => _rows[step] ??= InRows(step) - Whole(step) + (_event * flow.Flows[step]!.Events);

    /// <summary>Of the rows of a value that dies in the stage that makes it: finding their slots, when they are written and read.</summary>
    public double OfRing(ValueId id) => _rings[id.Index] ??= flow.Rows[id.Index] <= 2 ? 0 : _ringRow * (Writes(id) + Reads(id));

    /// <summary>Of a narrow block, in place of its three steps.</summary>
    public double OfNarrow(NarrowBlock block) => _narrow.TryGetValue(block, out var cost) ? cost : _narrow[block] = Narrow(block);

    private static double PriceOf(InstructionModel model, LoopTerm term)
    {
        Span<double> counts = stackalloc double[LoopCosts.Terms.Length];
        counts[(int)term] = 1;
        return model.PriceLoops(counts);
    }

    private double Whole(int step) => _whole[step] ??= model.Sum(StepWork.OfWhole(TypesOf(step), flow.Calls[step]));

    private double InRows(int step) => model.Sum(StepWork.OfWhole(TypesOf(step), flow.RowCalls[step], asOneRun: false));

    private OpTypes TypesOf(int step) => flow.Graph.TypesOf(flow.Graph.Nodes[step]);

    private int Writes(ValueId id) => flow.Graph.Producer(id) is >= 0 and var step ? flow.Flows[step]?.Events ?? 0 : 0;

    private int Reads(ValueId id) => flow.Graph.Consumers(id).Distinct().Sum(reader => Reads(id, reader));

    /// <summary>Rows of a value that a step is given, all taps of its windows counted.</summary>
    private int Reads(ValueId id, int reader)
    {
        var (node, rows, count) = (flow.Graph.Nodes[reader], flow.Rows[id.Index], 0);
        if (flow.Flows[reader] is not { } steps || steps.Accumulates)
            return flow.Flows[reader]?.Events ?? 0;
        foreach (var source in flow.RowCalls[reader].OfType<RowCall>().SelectMany(call => call.Sources))
        {
            if (node.Inputs[source.Operand] != id)
                continue;
            for (var y = 0; y < steps.Events; y++)
                count += source.Index.At(y) is >= 0 and var row && row < rows ? 1 : 0;
        }

        return count;
    }

    private double Narrow(NarrowBlock block)
    {
        var graph = flow.Graph;
        var (wide, made) = (graph.Nodes[block.Expand].Outputs[0], graph.Nodes[block.Window].Outputs[0]);
        var (tile, chunks) = (flow.TileLayout(block), flow.ChunkLayout(block));
        KernelCall CallOf(int step) =>
            flow.Selector.SelectRows(
                graph.Nodes[step],
                id =>
                    id == wide ? tile
                    : id == made ? chunks
                    : flow.Layouts[id.Index],
                block.Columns
            )[0];
        var (expand, window, project) = (CallOf(block.Expand), (RowCall)CallOf(block.Window), CallOf(block.Project));
        Span<double> counts = stackalloc double[LoopCosts.Terms.Length];
        var (sum, input) = (0.0, graph.Nodes[block.Expand].Inputs[0]);
        var calls = new[] { expand, window, project }.Select(call => (call.Kernel, Geometry: new CallGeometry(call))).ToArray();
        foreach (var chunk in NarrowWork.Chunks(graph, block, window))
        {
            for (var step = 0; step < calls.Length; step++)
                sum += model.Sum(NarrowWork.Calls(block, block.Expand + step, calls[step].Kernel, calls[step].Geometry, chunk));
            NarrowWork.CountLoops(tile, chunk, counts);
        }

        counts[(int)LoopTerm.Events] += flow.Flows[block.Window]!.Events;
        counts[(int)LoopTerm.RingRows] += flow.Rows[input.Index] <= 2 ? 0 : Reads(wide, block.Window) - Reads(input, block.Expand);
        return sum
            + model.PriceLoops(counts)
            - Whole(block.Expand)
            - Whole(block.Window)
            - Whole(block.Project)
            - OfRing(wide)
            - OfRing(made);
    }
}
