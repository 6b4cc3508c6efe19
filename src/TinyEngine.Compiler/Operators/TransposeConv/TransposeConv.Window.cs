using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record TransposeConv : IRowOperator, ICountMacs, IScaleChannels
{
    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneFirstMap(types);

    /// <summary>The input rows y whose windows y·stride − pad + [0, kernel) contain the output row; none between the windows of a kernel
    /// smaller than the stride.</summary>
    public RowRange InputRows(int input, int outputRow, OpTypes types)
    {
        var (window, position) = (Window.Y, outputRow + Window.Y.PadBefore);
        var first = position < window.Kernel ? 0 : ((position - window.Kernel) / window.Stride) + 1;
        var range = new RowRange(first, (position / window.Stride) + 1).Clip(types.Inputs[0].Shape[1]);
        return range.IsEmpty ? default : range;
    }

    /// <inheritdoc/>
    public long CountMacs(OpTypes types)
    {
        var (ifm, ofm) = (types.Inputs[0].Shape, types.Outputs[0].Shape);
        return (long)ifm[0] * Taps(Window.Y, ifm[1], Height) * Taps(Window.X, ifm[2], Width) * ifm[3] * ofm[3];
    }

    /// <summary>Taps of all windows along an axis that hit the output.</summary>
    private static int Taps(WindowAxis axis, int inputSize, int outputSize) =>
        Enumerable
            .Range(0, inputSize)
            .Sum(position => new RowRange(axis.InputStart(position), axis.InputStart(position) + axis.Kernel).Clip(outputSize).Count);

    /// <inheritdoc/>
    public WeightAxes WeightAxes(OpTypes types) =>
        new(types.Inputs[1].Shape[0], types.Inputs[1].Shape.ElementCount / types.Inputs[1].Shape[0]);

    /// <inheritdoc/>
    public ImmutableArray<QuantizedMultiplier> Multipliers(OpTypes types) =>
        ChannelMultipliers.Compute(types.Inputs[0], types.Inputs[1], types.Outputs[0], types.Outputs[0].Shape[3]);
}
