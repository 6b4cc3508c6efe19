using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Shapes;

/// <summary>The row contract of operators that work element by element or pixel by pixel.</summary>
internal static class Rows
{
    /// <summary>Why an operator that drops an axis takes whole tensors.</summary>
    public const string AxisDisappears = "an axis disappears, so that rows of its output are not rows of its input";

    /// <summary>Why an operator that moves no bytes takes whole tensors.</summary>
    public const string OneBuffer = "input and output are one buffer, whose bytes get another shape";

    private const string Batch = "a batch of several maps has no one order of rows";

    /// <summary>Whether a tensor is one map, so that its rows are numbered without a batch.</summary>
    public static bool IsOneMap(TensorType type) => type.Shape.ToNhwc().N == 1;

    /// <summary>Why maps cannot be taken row by row: some tensor is a batch of several. Null when none is.</summary>
    public static string? WhyNotOneMap(OpTypes types) => types.Inputs.All(IsOneMap) && types.Outputs.All(IsOneMap) ? null : Batch;

    /// <summary>The same for operators whose first operand is the map and whose other operands are constants.</summary>
    public static string? WhyNotOneFirstMap(OpTypes types) => IsOneMap(types.Inputs[0]) ? null : Batch;

    /// <summary>The same row as the output's; row 0 of an operand that is broadcast over the height.</summary>
    public static RowRange Same(TensorType input, int outputRow) =>
        input.Shape.ToNhwc().Height == 1 ? new RowRange(0, 1) : new RowRange(outputRow, outputRow + 1);
}
