using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Scheduling.Stages;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling.Ordering;

/// <summary>What the order of steps over whole tensors decides: which values are there at the same time.</summary>
internal sealed class OrderProblem
{
    private readonly NetworkFlow _flow;
    private readonly ImmutableArray<ImmutableArray<int>> _readers;
    private readonly ImmutableArray<ImmutableArray<int>> _reads;
    private readonly ImmutableArray<ImmutableArray<int>> _births;

    /// <summary>Looks at a schedule of whole tensors.</summary>
    public OrderProblem(Schedule layers)
    {
        var graph = layers.Graph;
        _flow = new NetworkFlow(layers, new KernelSelector(layers.Proofs, layers.Target));
        var roots = _flow.Roots.ToHashSet();
        _reads =
        [
            .. graph.Nodes.Select(node =>
                node.Inputs.Select(id => _flow.RootOf(id)).Where(roots.Contains).Select(id => id.Index).Distinct().ToImmutableArray()
            ),
        ];
        _births =
        [
            .. graph.Nodes.Select(
                (_, step) => roots.Where(root => _flow.BirthOf(root) == step).Select(root => root.Index).Order().ToImmutableArray()
            ),
        ];
        var readers = graph.Values.Select(_ => new List<int>()).ToArray();
        foreach (var (step, values) in _reads.Index())
        {
            foreach (var value in values)
                readers[value].Add(step);
        }

        _readers = [.. readers.Select(list => list.ToImmutableArray())];
        Predecessors = [.. graph.Nodes.Select((_, step) => graph.Predecessors(step))];
        StartBytes = roots.Where(root => _flow.BirthOf(root) < 0).Sum(_flow.BytesOf);
    }

    /// <summary>For each step those that must run before it.</summary>
    public ImmutableArray<ImmutableArray<int>> Predecessors { get; }

    /// <summary>Number of steps.</summary>
    public int Count => Predecessors.Length;

    /// <summary>Bytes that are there before the first step.</summary>
    public int StartBytes { get; }

    /// <summary>Runs a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="live">Bytes that are there before it.</param>
    /// <param name="ran">Whether another step ran before it.</param>
    /// <returns>Bytes while it runs and afterwards.</returns>
    public (int During, int After) Run(int step, int live, Func<int, bool> ran)
    {
        var born = 0;
        foreach (var value in _births[step])
            born += Bytes(value);
        var (freed, saved) = (0, 0);
        foreach (var value in _reads[step].Where(value => Dies(value, step, ran)))
        {
            freed += Bytes(value);
            saved = Math.Max(saved, _flow.SavedByOverlap(step, new ValueId(value)));
        }

        foreach (var value in _births[step].Where(value => _readers[value].IsEmpty && !IsKept(value)))
            freed += Bytes(value);
        var scratch = _flow.Calls[step].Select(RowListSpace.TotalBytes).DefaultIfEmpty(0).Max();
        return (live + born + scratch - saved, live + born - freed);
    }

    private int Bytes(int value) => _flow.BytesOf(new ValueId(value));

    private bool IsKept(int value) => _flow.DeathOf(new ValueId(value)) == Count;

    private bool Dies(int value, int step, Func<int, bool> ran)
    {
        if (IsKept(value))
            return false;
        foreach (var reader in _readers[value])
        {
            if (reader != step && !ran(reader))
                return false;
        }

        return true;
    }
}
