using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Turns channels into square blocks of pixels: H×W×C becomes H·b × W·b × C/b², the inverse of
/// <see cref="SpaceToDepth"/>.</summary>
/// <param name="Block">Side b of a block in pixels.</param>
internal sealed partial record DepthToSpace(int Block) : DataMovement, IOperator<DepthToSpace>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(DepthToSpace), "Turns channels into square blocks of pixels")
        {
            DataTypes = ["any type, unchanged"],
            Limits = "4-D input; the channel count is a multiple of the squared block size",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "DEPTH_TO_SPACE";

    /// <inheritdoc/>
    public override string Attributes => $"block {Block}";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 1) || !site.KeepsType(inputs[0], site.Output))
            return InferResult.Failed;
        if (inputs[0].Shape is not [var n, var h, var w, var c])
            return site.Error(Diag.ShapeMismatch, $"expected a 4-D input (NHWC), found {inputs[0].Shape}");
        if (Block < 1 || c % ((long)Block * Block) != 0)
            return site.Error(Diag.ShapeMismatch, $"{c} channels do not divide into blocks of {Block}x{Block} pixels");
        return site.TypeOf(site.Output, n, (long)h * Block, (long)w * Block, c / (Block * Block));
    }

    /// <inheritdoc/>
    public override ImmutableArray<DataMove> Moves(OpTypes types) =>
        [new DataMove(0, 0, PixelBlocks.Copy(types.Outputs[0].Shape, types.Inputs[0].Shape, Block, toDepth: false))];
}
