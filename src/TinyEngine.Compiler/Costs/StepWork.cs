using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Costs;

/// <summary>Equal calls of a kernel.</summary>
/// <param name="Kernel">Symbol.</param>
/// <param name="Work">Each of them.</param>
/// <param name="Times">How many.</param>
internal readonly record struct RepeatedWork(string Kernel, KernelWork Work, int Times);

/// <summary>The kernel calls that a node makes, as far as its instructions depend on them.</summary>
internal static class StepWork
{
    /// <summary>The calls over whole tensors.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="node">The node.</param>
    /// <param name="calls">Its kernel calls.</param>
    /// <param name="asOneRun">Whether rows that follow each other without a gap may be one call.</param>
    public static IEnumerable<RepeatedWork> OfWhole(Graph.Graph graph, Node node, ImmutableArray<KernelCall> calls, bool asOneRun = true)
    {
        foreach (var call in calls)
        {
            switch (call)
            {
                case RowCall row:
                    var rows = RowLayout.Dense(graph[node.Outputs[0]].Type).Rows;
                    var columns = row.LinearCount > 0 ? row.LinearCount : row.Columns;
                    if (asOneRun && calls.Length == 1 && row.RunsOverRows && row.Sources.All(source => source.Index == RowIndex.Same))
                    {
                        yield return Work(call, call.Kernel, columns * rows, row.Sources.Length, 1);
                        break;
                    }

                    foreach (var (inside, times) in GroupRows(graph, node, row, rows))
                        yield return Work(call, call.Kernel, columns, inside, times);
                    break;
                case AccumulateCall sum:
                    yield return Work(call, sum.BeginKernel, sum.Columns, 1, 1);
                    yield return Work(call, sum.Kernel, sum.Columns, 1, sum.Rows);
                    yield return Work(call, sum.FinishKernel, sum.Columns, 1, 1);
                    break;
                case WholeCall whole:
                    yield return Work(call, call.Kernel, whole.Arguments.OfType<CallArgument.Number>().LastOrDefault()?.Value ?? 1, 1, 1);
                    break;
            }
        }
    }

    /// <summary>Rows of a call's window that lie in the map, for an output row.</summary>
    public static int RowsInside(Graph.Graph graph, Node node, RowCall call, int y) =>
        call.Sources.Count(source => source.Index.At(y) is >= 0 and var row && row < RowLayout.Dense(graph[node.Inputs[source.Operand]].Type).Rows);

    private static IEnumerable<(int Inside, int Times)> GroupRows(Graph.Graph graph, Node node, RowCall call, int rows) =>
        Enumerable.Range(0, rows).CountBy(y => RowsInside(graph, node, call, y)).Select(pair => (pair.Key, pair.Value));

    private static RepeatedWork Work(KernelCall call, string kernel, int columns, int rowsInside, int times) =>
        new(kernel, new KernelWork(CallGeometry.Of(call), 0, columns, rowsInside), times);
}
