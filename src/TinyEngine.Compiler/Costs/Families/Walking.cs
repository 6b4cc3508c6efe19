using TinyEngine.Graph;

namespace TinyEngine.Compiler.Costs;

/// <summary>Reductions that walk through tensors along any axes.</summary>
internal sealed class Walking : KernelFamily<Walking.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Outputs,
        OutputCarries,
        Inputs,
        InputCarries,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        var (outputs, inputs) = (g.Product("keptExtent"), g.Product("reducedExtent"));
        counts[(int)Term.Calls]++;
        counts[(int)Term.Outputs] += outputs;
        counts[(int)Term.OutputCarries] += Carries(g.Numbers("keptExtent"));
        counts[(int)Term.Inputs] += outputs * inputs;
        counts[(int)Term.InputCarries] += outputs * Carries(g.Numbers("reducedExtent"));
    }

    /// <summary>How often an axis ends and the one before goes on, the last time at the end; once where there is none.</summary>
    private static double Carries(EquatableArray<int> extent)
    {
        var (carries, steps) = (0.0, 1.0);
        foreach (var count in extent)
        {
            carries += steps;
            steps *= count;
        }

        return Math.Max(1, carries);
    }
}
