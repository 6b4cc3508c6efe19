using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Planning;

internal sealed partial class PlanValidator
{
    private readonly bool[] _isDelivered;

    /// <summary>For each value the rows of it that the caller got.</summary>
    private readonly int[] _delivered;

    /// <summary>Whether the caller gets rows of a value from the step that makes it.</summary>
    private bool IsDelivered(ValueId id) =>
        _schedule.Interface.Outputs == OutputMode.Rows
        && _graph.Outputs.Contains(id)
        && _graph.Nodes.Any(node => node.Outputs.Contains(id));

    /// <summary>The caller reads rows of what a step has just made: all, or the one of an event.</summary>
    private void Deliver(Node node, int? row = null)
    {
        foreach (var output in node.Outputs.Items)
        {
            if (!_isDelivered[output.Index])
                continue;
            var (layout, plain) = (_schedule.LayoutOf(output), RowLayout.Dense(_graph[output].Type));
            Expect(
                layout.Order == plain.Order && layout.PixelStride == plain.PixelStride && layout.RowStride == plain.RowStride,
                $"the rows of '{_graph[output].Name}' are not laid out as the caller knows them"
            );
            for (var y = row ?? 0; y < (row + 1 ?? plain.Rows); y++)
            {
                Expect(y == _delivered[output.Index]++, $"row {y} of '{_graph[output].Name}' is delivered out of order");
                ReadRow(output, y, new Moment(node, "delivers") { Row = y, From = y });
            }
        }
    }

    /// <summary>After the run the caller has every row of what was delivered, and reads the other outputs.</summary>
    private void CheckOutputs()
    {
        foreach (var output in _graph.Outputs)
        {
            if (!_isDelivered[output.Index])
                Read(output, 0, Bytes(output), new Moment(null, "the caller reads the output"));
            else
                Expect(
                    _delivered[output.Index] == _schedule.RowsOf(output),
                    $"the caller gets {_delivered[output.Index]} of {_schedule.RowsOf(output)} rows of '{_graph[output].Name}'"
                );
        }
    }
}
