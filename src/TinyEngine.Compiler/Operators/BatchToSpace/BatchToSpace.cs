using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Moves parts of the batch back into the positions of blocks and crops the map: the inverse of
/// <see cref="SpaceToBatch"/>.</summary>
/// <param name="Block">Block size of the axes 1, 2, ….</param>
/// <param name="Before">Positions cropped at the front of these axes.</param>
/// <param name="After">Positions cropped at the end.</param>
internal sealed partial record BatchToSpace(EquatableArray<int> Block, EquatableArray<int> Before, EquatableArray<int> After)
    : DataMovement,
        IOperator<BatchToSpace>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(BatchToSpace), "Moves parts of the batch into the positions of blocks")
        {
            DataTypes = ["any type, unchanged"],
            Limits = "rank 2 or more; blocks of at most 4096 positions; constant block sizes and crops",
            Rows = "only with a batch of 1 on both sides: a batch of several maps has no one order of rows",
        };

    /// <inheritdoc/>
    public override string Name => "BATCH_TO_SPACE_ND";

    /// <inheritdoc/>
    public override string Attributes => $"block {Block} crop {Before} {After}";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 1) || !site.KeepsType(inputs[0], site.Output))
            return InferResult.Failed;
        var shape = inputs[0].Shape;
        if (Block.Count < 1 || Block.Count >= shape.Rank || Before.Count != Block.Count || After.Count != Block.Count)
            return site.Error(Diag.ShapeMismatch, $"blocks of {Block} with crops {Before} {After} do not fit an input of {shape}");
        if (!BatchBlocks.Fits(Block))
            return site.Error(Diag.UnsupportedAttribute, $"blocks of {Block} have more than {BatchBlocks.MaximumPositions} positions");
        var sizes = shape.Sizes.ToInt64();
        for (var i = 0; i < Block.Count; i++)
        {
            if (Block[i] < 1 || sizes[0] % Block[i] != 0)
                return site.Error(Diag.ShapeMismatch, $"batch {shape[0]} does not divide into blocks of {Block}");
            if (Before[i] < 0 || After[i] < 0)
                return site.Error(Diag.ShapeMismatch, $"crops {Before} {After} are negative");
            sizes[0] /= Block[i];
            sizes[i + 1] = (sizes[i + 1] * Block[i]) - Before[i] - After[i];
        }

        return site.TypeOf(site.Output, sizes);
    }

    /// <inheritdoc/>
    public override ImmutableArray<DataMove> Moves(OpTypes types) =>
        BatchBlocks.Moves(types.Outputs[0].Shape, types.Inputs[0].Shape, Block, Before, toBatch: false);
}
