using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Passes;

/// <summary>
/// Keeps the rows of a window that moves over time in one place. Streaming networks join the rows that a variable holds with those that
/// are new, compute, and keep the last rows for the next run; or they forget rows first, join, and keep everything:
/// <code>
///   v ──────────┐                                     v ─ SLICE(behind the first) ─┐
///   x ─ CONCATENATION ─ y ─ SLICE(the last) ─ v       x ─────────── CONCATENATION ─ y ─ v
/// </code>
/// Both become one update of a variable that has all rows of y, and y is that variable: no row is there twice.
/// </summary>
internal sealed class KeepRowsInPlace : IPass
{
    /// <inheritdoc/>
    public string Name => "keep-rows-in-place";

    /// <inheritdoc/>
    public void Visit(NodeView view, GraphEditor editor)
    {
        var graph = view.Graph;
        if (
            view.Op is not Concatenation { Axis: var axis }
            || view.Inputs is not [var old, var added]
            || graph.IsOutput(view.Output.Id)
            || view.Output.Type.Shape.Sizes.Take(axis).Any(size => size != 1)
            || graph[added.Id].Kind is ValueKind.Variable or ValueKind.Constant
        )
            return;
        var joined = view.Output;
        if (old.Value.Kind == ValueKind.Variable)
        {
            if (UpdateOf(graph, old.Id, view.Index) is { } update && IsEnd(graph, graph.Nodes[update].Inputs[1], joined, axis))
            {
                var rows = joined.Type.ByteSize - old.Type.ByteSize;
                var initial = new byte[joined.Type.ByteSize];
                graph[old.Id].InitialBytes().CopyTo(initial.AsMemory(rows));
                Rewrite(editor.AddVariable(graph[old.Id].Name, joined.Type, initial), update);
            }
        }
        else if (
            graph.Producer(old.Id) is >= 0 and var slice
            && graph.Consumers(old.Id) is [_]
            && !graph.IsOutput(old.Id)
            && graph.Nodes[slice].Inputs is [var variable]
            && graph[variable] is { Kind: ValueKind.Variable } state
            && state.Type == joined.Type
            && UpdateOf(graph, variable, slice) is { } update
            && graph.Nodes[update].Inputs[1] == joined.Id
            && IsEnd(graph, old.Id, new ValueView(graph, variable), axis)
        )
        {
            editor.Remove(slice);
            Rewrite(variable, update);
        }

        void Rewrite(ValueId variable, int update)
        {
            editor.Remove(update);
            editor.Replace(view.Index, new UpdateVariable(), [variable, added.Id]);
        }
    }

    /// <summary>The node that updates all of a variable that only one other node reads; null when it is not so.</summary>
    private static int? UpdateOf(Network graph, ValueId variable, int reader) =>
        graph.Consumers(variable) is [var first, var second]
        && first == reader
        && graph.Nodes[second] is { Op: UpdateVariable } update
        && update.Inputs[0] == variable
        && update.Inputs[1] != variable
        && graph[update.Inputs[1]].Type == graph[variable].Type
            ? second
            : null;

    /// <summary>Whether a value is the last rows of another along an axis.</summary>
    private static bool IsEnd(Network graph, ValueId id, ValueView whole, int axis)
    {
        if (graph.Producer(id) is not (>= 0 and var producer) || graph.Nodes[producer] is not { Inputs: [var source] } node)
            return false;
        var (begin, size, isPlain) = node.Op switch
        {
            Slice slice => (slice.Begin, slice.Size, true),
            StridedSlice slice => (slice.Begin, slice.Size, slice.Dropped.Count == 0 && slice.Stride.All(stride => stride == 1)),
            _ => (default, default, false),
        };
        return isPlain
            && source == whole.Id
            && whole
                .Type.Shape.Sizes.Index()
                .All(s => begin[s.Index] + size[s.Index] == s.Item && (s.Index == axis || begin[s.Index] == 0));
    }
}
