using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Planning;

/// <summary>
/// How far below a dying input a step's output may start. Rows are written in ascending order. While output row y is being written, the input
/// rows that y or a later row reads must stay whole, and everything before them may be overwritten; a kernel that tolerates ascending overlap
/// may even write over the row it reads, column behind column.
/// </summary>
internal static class OverlapDistance
{
    /// <summary>The smallest safe distance in bytes between the starts of output and input; null when they must not overlap.</summary>
    /// <param name="step">The step.</param>
    /// <param name="operand">Index of the input; it must be read in no later step.</param>
    /// <param name="input">Layout of the input.</param>
    /// <param name="output">Layout of the output.</param>
    public static int? Of(Step step, int operand, RowLayout input, RowLayout output)
    {
        if (step.Calls.IsEmpty || !step.Calls.All(call => call is RowCall))
            return null;
        var needed = FirstRowNeeded(step, operand, input, output.Rows);
        if (step.Calls is [RowCall only] && TrailsColumns(only, operand, input, output))
            return Ascending(needed, only, input, output);
        return (int)Enumerable.Range(0, output.Rows).Max(y => ((y + 1L) * output.RowStride) - ((long)needed[y] * input.RowStride));
    }

    /// <summary>For each output row the first row of the operand that it or a later row reads; the row count when none does.</summary>
    private static int[] FirstRowNeeded(Step step, int operand, RowLayout input, int outputRows)
    {
        var sources = step.Calls.OfType<RowCall>().SelectMany(call => call.Sources).Where(source => source.Operand == operand).ToArray();
        var needed = new int[outputRows];
        var first = input.Rows;
        for (var y = outputRows - 1; y >= 0; y--)
        {
            foreach (var source in sources)
            {
                var row = source.Index.At(y);
                if (row >= 0 && row < input.Rows)
                    first = Math.Min(first, row);
            }

            needed[y] = first;
        }

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
        var (written, read) = call.LinearCount > 0
            ? (output.ElementBytes, input.ElementBytes)
            : (output.PixelStride, input.PixelStride * call.ColumnStride);
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
