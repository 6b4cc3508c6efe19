using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
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
    /// <param name="types">Types around the node.</param>
    /// <param name="calls">Its kernel calls.</param>
    /// <param name="asOneRun">Whether rows that follow each other without a gap may be one call.</param>
    /// <param name="chunkColumns">Columns of a call when none makes a whole row.</param>
    public static IEnumerable<RepeatedWork> OfWhole(
        OpTypes types,
        ImmutableArray<KernelCall> calls,
        bool asOneRun = true,
        int? chunkColumns = null
    )
    {
        foreach (var call in calls)
        {
            var geometry = new CallGeometry(call);
            switch (call)
            {
                case RowCall row:
                    var rows = RowLayout.Dense(types.Outputs[0]).Rows;
                    var columns = row.LinearCount > 0 ? row.LinearCount : row.Columns;
                    if (
                        asOneRun
                        && chunkColumns is null
                        && calls.Length == 1
                        && row.RunsOverRows
                        && row.Sources.All(source => source.Index == RowIndex.Same)
                    )
                    {
                        yield return Work(geometry, call.Kernel, 0, columns * rows, row.Sources.Length, 1);
                        break;
                    }

                    foreach (var (inside, times) in GroupRows(types, row, rows))
                    {
                        for (var (first, count) = (0, chunkColumns ?? columns); first < columns; first += count)
                            yield return Work(geometry, call.Kernel, first, Math.Min(first + count, columns), inside, times);
                    }

                    break;
                case AccumulateCall sum:
                    yield return Work(geometry, sum.BeginKernel, 0, sum.Columns, 1, 1);
                    yield return Work(geometry, sum.Kernel, 0, sum.Columns, 1, sum.Rows);
                    yield return Work(geometry, sum.FinishKernel, 0, sum.Columns, 1, 1);
                    break;
                case WholeCall whole:
                    yield return Work(
                        geometry,
                        call.Kernel,
                        0,
                        whole.Arguments.OfType<CallArgument.Number>().LastOrDefault()?.Value ?? 1,
                        1,
                        1
                    );
                    break;
            }
        }
    }

    /// <summary>Rows of a call's window that lie in the map, for an output row.</summary>
    public static int RowsInside(OpTypes types, RowCall call, int y)
    {
        var inside = 0;
        foreach (var source in call.Sources)
            inside += source.Index.At(y) is >= 0 and var row && row < RowLayout.Dense(types.Inputs[source.Operand]).Rows ? 1 : 0;
        return inside;
    }

    private static IEnumerable<(int Inside, int Times)> GroupRows(OpTypes types, RowCall call, int rows) =>
        Enumerable.Range(0, rows).CountBy(y => RowsInside(types, call, y)).Select(pair => (pair.Key, pair.Value));

    private static RepeatedWork Work(CallGeometry geometry, string kernel, int first, int end, int rowsInside, int times) =>
        new(kernel, new KernelWork(geometry, first, end, rowsInside), times);
}
