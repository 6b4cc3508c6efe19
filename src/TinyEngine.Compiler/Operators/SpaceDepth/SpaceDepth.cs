using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>In which direction pixels move.</summary>
internal enum SpaceDepthKind
{
    /// <summary>Blocks of pixels become channels: H×W×C becomes H/b × W/b × b²·C, the block's rows outermost.</summary>
    SpaceToDepth,

    /// <summary>Channels become blocks of pixels: H×W×C becomes H·b × W·b × C/b².</summary>
    DepthToSpace,
}

/// <summary>Turns square blocks of pixels into channels, or back.</summary>
/// <param name="Kind">In which direction.</param>
/// <param name="Block">Side b of a block in pixels.</param>
internal sealed partial record SpaceDepth(SpaceDepthKind Kind, int Block) : DataMovement, IOperator<SpaceDepth>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(SpaceDepth), "Turns square blocks of pixels into channels, or back")
        {
            DataTypes = ["any type, unchanged"],
            Limits = "4-D input; height and width are multiples of the block size; backwards, channels of the squared block size",
            Rows = "yes",
        };

    private bool ToDepth => Kind == SpaceDepthKind.SpaceToDepth;

    /// <inheritdoc/>
    public override string Name => ToDepth ? "SPACE_TO_DEPTH" : "DEPTH_TO_SPACE";

    /// <inheritdoc/>
    public override string Attributes => $"block {Block}";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 1) || !site.KeepsType(inputs[0], site.Output))
            return InferResult.Failed;
        if (inputs[0].Shape is not [var n, var h, var w, var c])
            return site.Error(Diag.ShapeMismatch, $"expected a 4-D input (NHWC), found {inputs[0].Shape}");
        if (ToDepth)
            return Block < 1 || h % Block != 0 || w % Block != 0
                ? site.Error(Diag.ShapeMismatch, $"an input of {h}x{w} pixels does not divide into blocks of {Block}x{Block}")
                : site.TypeOf(site.Output, n, h / Block, w / Block, (long)Block * Block * c);
        return Block < 1 || c % ((long)Block * Block) != 0
            ? site.Error(Diag.ShapeMismatch, $"{c} channels do not divide into blocks of {Block}x{Block} pixels")
            : site.TypeOf(site.Output, n, (long)h * Block, (long)w * Block, c / (Block * Block));
    }

    /// <inheritdoc/>
    /// <remarks>Loops over N, block row, row in block, block column, column in block, channel.</remarks>
    public override ImmutableArray<DataMove> Moves(OpTypes types)
    {
        var (space, depth) = ToDepth ? (types.Inputs[0].Shape, types.Outputs[0].Shape) : (types.Outputs[0].Shape, types.Inputs[0].Shape);
        var (pixels, folded, channels) = (space.Strides(), depth.Strides(), space[3]);
        EquatableArray<int> sizes = [depth[0], depth[1], Block, depth[2], Block, channels];
        EquatableArray<int> spaceStrides = [pixels[0], Block * pixels[1], pixels[1], Block * pixels[2], pixels[2], 1];
        EquatableArray<int> depthStrides = [folded[0], folded[1], Block * channels, folded[2], channels, 1];
        var copy = ToDepth ? new StridedCopy(sizes, spaceStrides, depthStrides) : new StridedCopy(sizes, depthStrides, spaceStrides);
        return [new DataMove(0, 0, copy)];
    }
}
