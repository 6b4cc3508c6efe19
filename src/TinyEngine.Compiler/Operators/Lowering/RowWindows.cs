using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>The rows that window operators hand to their kernels.</summary>
internal static class RowWindows
{
    /// <summary>One source for each tap along the height, top to bottom, all from operand 0.</summary>
    public static ImmutableArray<RowSource> Taps(WindowAxis y) =>
        [.. Enumerable.Range(0, y.Kernel).Select(tap => new RowSource(0, new RowIndex(y.Stride, (tap * y.Dilation) - y.PadBefore)))];
}
