using TinyEngine.Graph;

namespace TinyEngine.Compiler.Import.Tflite;

/// <summary>Pairs of numbers per axis (paddings, crops), which files hold as a matrix of two columns.</summary>
internal static class AxisPairs
{
    /// <summary>The columns of the matrix.</summary>
    public static (EquatableArray<int> Before, EquatableArray<int> After) Split(ReadOnlySpan<int> pairs)
    {
        var (before, after) = (new int[pairs.Length / 2], new int[pairs.Length / 2]);
        for (var axis = 0; axis < before.Length; axis++)
            (before[axis], after[axis]) = (pairs[2 * axis], pairs[(2 * axis) + 1]);
        return ([.. before], [.. after]);
    }

    /// <summary>The matrix as a constant operand.</summary>
    public static Tensor Constant(EquatableArray<int> before, EquatableArray<int> after) =>
        TfliteExports.Ints([.. before.Zip(after, (b, a) => new[] { b, a }).SelectMany(pair => pair)], [before.Count, 2]);
}
