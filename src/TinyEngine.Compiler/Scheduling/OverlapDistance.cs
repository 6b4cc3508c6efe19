using TinyEngine.Compiler.Calls;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling;

/// <summary>
/// How far below or above a dying input a step's output may start. In ascending order, while output row y is being written, the input rows
/// that y or a later row reads must stay whole, and everything before them may be overwritten; a kernel that tolerates ascending overlap
/// may even write over the row it reads, column behind column. In descending order the output lies above, and the rows of y and earlier
/// ones stay whole.
/// </summary>
/// <remarks>A chain of windowed steps in one order drifts through the arena by a few rows a step; alternating orders keep it in
/// place.</remarks>
internal static class OverlapDistance
{
    /// <summary>The smallest safe distance in bytes of an input above the output, rows in ascending order; null when they must not
    /// overlap.</summary>
    /// <param name="step">The step.</param>
    /// <param name="operand">Index of the input; it must be read in no later step.</param>
    /// <param name="input">Layout of the input.</param>
    /// <param name="output">Layout of the output.</param>
    public static int? OutputBelow(Step step, int operand, RowLayout input, RowLayout output)
    {
        if (step.Calls.IsEmpty || !step.Calls.All(call => call is RowCall))
            return null;
        var needed = FirstRowNeeded(step, operand, input, output.Rows);
        if (step.Calls is [RowCall only] && TrailsColumns(only, operand, input, output))
            return Ascending(needed, only, input, output);
        return (int)Enumerable.Range(0, output.Rows).Max(y => ((y + 1L) * output.RowStride) - ((long)needed[y] * input.RowStride));
    }

    /// <summary>The smallest safe distance in bytes of the output above an input, rows in descending order; null when they must not
    /// overlap.</summary>
    /// <inheritdoc cref="OutputBelow"/>
    public static int? OutputAbove(Step step, int operand, RowLayout input, RowLayout output)
    {
        if (step.Calls.IsEmpty || !step.Calls.All(call => call is RowCall))
            return null;
        var (distance, last) = (0L, -1);
        for (var y = 0; y < output.Rows; y++)
        {
            last = Math.Max(last, RowsRead(step, operand, input, y).Last);
            distance = Math.Max(distance, ((last + 1L) * input.RowStride) - ((long)y * output.RowStride));
        }

        return (int)distance;
    }

    /// <summary>First and last row of the operand that an output row reads; beyond both ends when it reads none. Asked for every row of
    /// every map, hence the plain loops.</summary>
    private static (int First, int Last) RowsRead(Step step, int operand, RowLayout input, int y)
    {
        var (first, last) = (input.Rows, -1);
        foreach (var call in step.Calls)
        {
            foreach (var source in ((RowCall)call).Sources)
            {
                if (source.Operand != operand || source.Index.At(y) is not (>= 0 and var row) || row >= input.Rows)
                    continue;
                (first, last) = (Math.Min(first, row), Math.Max(last, row));
            }
        }

        return (first, last);
    }

    /// <summary>For each output row the first row of the operand that it or a later row reads; the row count when none does.</summary>
    private static int[] FirstRowNeeded(Step step, int operand, RowLayout input, int outputRows)
    {
        var needed = new int[outputRows];
        var first = input.Rows;
        for (var y = outputRows - 1; y >= 0; y--)
            needed[y] = first = Math.Min(first, RowsRead(step, operand, input, y).First);
        return needed;
    }

    private static bool TrailsColumns(RowCall call, int operand, RowLayout input, RowLayout output) =>
        call.Overlap == OverlapTolerance.Ascending
        && call.OutputOffset == 0
        && input.Order == ElementOrder.ChannelLast
        && output.Order == ElementOrder.ChannelLast
        && call.Sources.Count(source => source.Operand == operand) == 1
        && call.ReadsWholePixels(operand);

    private static int Ascending(int[] needed, RowCall call, RowLayout input, RowLayout output)
    {
        var (written, read) =
            call.LinearCount > 0 ? (output.ElementBytes, input.ElementBytes) : (output.PixelStride, input.PixelStride * call.ColumnStride);
        var columns = call.LinearCount > 0 ? call.LinearCount : call.Columns;
        var distance = 0L;
        for (var y = 0; y < needed.Length; y++)
        {
            var offset = ((long)y * output.RowStride) - ((long)needed[y] * input.RowStride);
            // Linear in the column, so the first and the last decide. Behind the last column the next row's data begins.
            distance = Math.Max(distance, offset + written - read);
            distance = Math.Max(distance, offset + ((long)columns * written) - Math.Min((long)columns * read, input.RowStride));
        }

        return (int)distance;
    }
}
