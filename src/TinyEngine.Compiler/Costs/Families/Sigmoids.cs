namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_logistic_s16</c>, <c>te_tanh_s16</c>: elements of a table, or its end. How many lie beyond depends on the data; as if all
/// codes were as frequent.</summary>
/// <param name="interval">One of the table's intervals in units of the scaled argument.</param>
internal sealed class Sigmoids(int interval) : KernelFamily<Sigmoids.Term>
{
    private const int Intervals = 255;

    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Interpolated,
        Saturated,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        var largest = -(double)short.MinValue * g.Number("multiplier") / Math.Pow(2, g.Number("shift"));
        counts[(int)Term.Calls]++;
        var inside = Math.Min(1, Intervals * interval / largest);
        counts[(int)Term.Interpolated] += work.Columns * inside;
        counts[(int)Term.Saturated] += work.Columns * (1 - inside);
    }
}
