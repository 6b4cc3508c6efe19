using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Common;

/// <summary>The row contract of operators that work element by element or pixel by pixel.</summary>
public static class Rows
{
    /// <summary>Whether a tensor is one map, so that its rows are numbered without a batch.</summary>
    public static bool IsOneMap(TensorType type) => type.Shape.ToNhwc().N == 1;

    /// <summary>The same row as the output's; row 0 of an operand that is broadcast over the height.</summary>
    public static RowRange Same(TensorType input, int outputRow) =>
        input.Shape.ToNhwc().Height == 1 ? new RowRange(0, 1) : new RowRange(outputRow, outputRow + 1);
}
