using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Turns square blocks of pixels into channels: H×W×C becomes H/b × W/b × b²·C, the block's rows outermost.</summary>
/// <param name="Block">Side b of a block in pixels.</param>
internal sealed partial record SpaceToDepth(int Block) : DataMovement, IOperator<SpaceToDepth>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(SpaceToDepth), "Turns square blocks of pixels into channels")
        {
            DataTypes = ["any type, unchanged"],
            Limits = "4-D input; height and width are multiples of the block size",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "SPACE_TO_DEPTH";

    /// <inheritdoc/>
    public override string Attributes => $"block {Block}";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 1) || !site.KeepsType(inputs[0], site.Output))
            return InferResult.Failed;
        if (inputs[0].Shape is not [var n, var h, var w, var c])
            return site.Error(Diag.ShapeMismatch, $"expected a 4-D input (NHWC), found {inputs[0].Shape}");
        if (Block < 1 || h % Block != 0 || w % Block != 0)
            return site.Error(Diag.ShapeMismatch, $"an input of {h}x{w} pixels does not divide into blocks of {Block}x{Block}");
        return site.TypeOf(site.Output, n, h / Block, w / Block, (long)Block * Block * c);
    }

    /// <inheritdoc/>
    public override ImmutableArray<DataMove> Moves(OpTypes types) =>
        [new DataMove(0, 0, PixelBlocks.Copy(types.Inputs[0].Shape, types.Outputs[0].Shape, Block, toDepth: true))];
}
