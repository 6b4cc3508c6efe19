namespace TinyEngine.Compiler.Costs;

/// <summary>Kernels that compute one of several functions, element by element; the field <c>function</c> tells which.</summary>
internal sealed class Functions : KernelFamily<Functions.Term>
{
    /// <summary>What is counted: elements of each function.</summary>
    internal enum Term
    {
        Calls,
        F0,
        F1,
        F2,
        F3,
        F4,
        F5,
        F6,
        F7,
        F8,
        F9,
        F10,
        F11,
        F12,
        F13,
        F14,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        counts[(int)Term.Calls]++;
        counts[(int)Term.F0 + work.Geometry.Number("function")] += work.Columns;
    }
}
