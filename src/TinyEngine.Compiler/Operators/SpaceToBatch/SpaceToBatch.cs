using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Pads a map and moves the positions of each block into the batch; dilated convolutions were once written this way.</summary>
/// <param name="Block">Block size of the axes 1, 2, ….</param>
/// <param name="Before">Padding before the first position of these axes, filled with the zero point.</param>
/// <param name="After">Padding after the last position.</param>
internal sealed partial record SpaceToBatch(EquatableArray<int> Block, EquatableArray<int> Before, EquatableArray<int> After)
    : DataMovement,
        IOperator<SpaceToBatch>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(SpaceToBatch), "Moves the positions of blocks into the batch")
        {
            DataTypes = ["int8, uint8, int16, int32, unchanged"],
            Limits = "rank 2 or more; blocks of at most 4096 positions; constant block sizes and paddings",
            Rows = "only with a batch of 1 on both sides: a batch of several maps has no one order of rows",
        };

    /// <inheritdoc/>
    public override string Name => "SPACE_TO_BATCH_ND";

    /// <inheritdoc/>
    public override string Attributes => $"block {Block} pad {Before} {After}";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 1)
            || !site.KeepsType(inputs[0], site.Output)
            || !site.HasType("the input", inputs[0], DType.Int8, DType.UInt8, DType.Int16, DType.Int32)
        )
            return InferResult.Failed;
        var shape = inputs[0].Shape;
        if (Block.Count < 1 || Block.Count >= shape.Rank || Before.Count != Block.Count || After.Count != Block.Count)
            return site.Error(Diag.ShapeMismatch, $"blocks of {Block} with padding {Before} {After} do not fit an input of {shape}");
        if (!BatchBlocks.Fits(Block))
            return site.Error(Diag.UnsupportedAttribute, $"blocks of {Block} have more than {BatchBlocks.MaximumPositions} positions");
        var sizes = shape.Sizes.ToInt64();
        for (var i = 0; i < Block.Count; i++)
        {
            var padded = sizes[i + 1] + Before[i] + After[i];
            if (Block[i] < 1 || Before[i] < 0 || After[i] < 0 || padded % Block[i] != 0)
                return site.Error(
                    Diag.ShapeMismatch,
                    $"axis {i + 1} of {shape[i + 1]} elements, padded by {Before[i]} and {After[i]}, does not divide into blocks "
                        + $"of {Block[i]}"
                );
            sizes[i + 1] = padded / Block[i];
            sizes[0] = Math.Min(int.MaxValue, sizes[0]) * Block[i];
        }

        return site.TypeOf(site.Output, sizes);
    }

    /// <inheritdoc/>
    public override int? Fill(OpTypes types) =>
        Before.Items.Any(p => p > 0) || After.Items.Any(p => p > 0) ? types.Outputs[0].Quant.ZeroPoint : null;

    /// <inheritdoc/>
    public override ImmutableArray<DataMove> Moves(OpTypes types) =>
        BatchBlocks.Moves(types.Inputs[0].Shape, types.Outputs[0].Shape, Block, Before, toBatch: true);
}
