namespace TinyEngine.Compiler.Costs;

/// <summary>Sums of rows, element by element.</summary>
internal sealed class Addends : KernelFamily<Addends.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Outputs,
        Inputs,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var (outputs, operands) = (work.Columns * work.Geometry.OutChannels, work.Geometry.Number("count"));
        counts[(int)Term.Calls]++;
        counts[(int)Term.Outputs] += outputs;
        counts[(int)Term.Inputs] += (double)outputs * operands;
    }
}
