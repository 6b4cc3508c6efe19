using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Conv2D : IRowOperator, ICountMacs, IScaleChannels
{
    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneFirstMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) =>
        Window.Y.InputRange(new RowRange(outputRow, outputRow + 1)).Clip(types.Inputs[0].Shape[1]);

    /// <inheritdoc/>
    public long CountMacs(OpTypes types) =>
        types.Outputs[0].Shape.ElementCount * (types.Inputs[1].Shape.ElementCount / (long)types.Inputs[1].Shape[0]);

    /// <inheritdoc/>
    public WeightAxes WeightAxes(OpTypes types) =>
        new(types.Inputs[1].Shape[0], types.Inputs[1].Shape.ElementCount / types.Inputs[1].Shape[0]);

    /// <inheritdoc/>
    public ImmutableArray<QuantizedMultiplier> Multipliers(OpTypes types) =>
        ChannelMultipliers.Compute(types.Inputs[0], types.Inputs[1], types.Outputs[0], types.Outputs[0].Shape[3]);
}
