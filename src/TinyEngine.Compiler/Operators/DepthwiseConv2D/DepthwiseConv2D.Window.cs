using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record DepthwiseConv2D : IRowOperator, ICountMacs, IBoundAccumulators
{
    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => null;

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) =>
        Window.Y.InputRange(new RowRange(outputRow, outputRow + 1)).Clip(types.Inputs[0].Shape[1]);

    /// <inheritdoc/>
    public long CountMacs(OpTypes types) => (long)types.Outputs[0].Shape.ElementCount * Window.Y.Kernel * Window.X.Kernel;

    /// <inheritdoc/>
    public AccumulatorRange BoundAccumulators(OpTypes types, ImmutableArray<Tensor?> constants) =>
        Accumulators.OfWeights(types, constants, types.Inputs[1].Shape[3], 1);
}
