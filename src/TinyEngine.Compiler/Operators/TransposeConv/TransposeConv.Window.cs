using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

public sealed partial record TransposeConv : IRowOperator
{
    /// <inheritdoc/>
    public bool HasRows(OpTypes types) => true;

    /// <summary>The input rows y whose windows y·stride − pad + [0, kernel) contain the output row; none between the windows of a kernel
    /// smaller than the stride.</summary>
    public RowRange InputRows(int input, int outputRow, OpTypes types)
    {
        var (window, position) = (Window.Y, outputRow + Window.Y.PadBefore);
        var first = position < window.Kernel ? 0 : ((position - window.Kernel) / window.Stride) + 1;
        var range = new RowRange(first, (position / window.Stride) + 1).Clip(types.Inputs[0].Shape[1]);
        return range.IsEmpty ? default : range;
    }
}
