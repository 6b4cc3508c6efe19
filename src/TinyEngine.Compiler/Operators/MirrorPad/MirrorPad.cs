using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Surrounds a tensor with its own mirror image.</summary>
/// <param name="Before">Elements before the first along each axis.</param>
/// <param name="After">Elements after the last along each axis.</param>
/// <param name="RepeatsEdge">Whether the edge element is part of the image (SYMMETRIC) or the mirror's axis (REFLECT).</param>
internal sealed partial record MirrorPad(EquatableArray<int> Before, EquatableArray<int> After, bool RepeatsEdge)
    : Op,
        IOperator<MirrorPad>,
        IRowOperator
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(MirrorPad), "Surrounds a tensor with its mirror image")
        {
            DataTypes = ["any type, unchanged"],
            Limits = "any rank; REFLECT and SYMMETRIC; constant paddings, no wider than the mirror image",
            Rows = "yes; int16 not with mirrored channels, which takes a copy of whole tensors",
        };

    /// <inheritdoc/>
    public override string Name => "MIRROR_PAD";

    /// <inheritdoc/>
    public override string Attributes =>
        $"{string.Join(' ', Before.Zip(After, (before, after) => $"{before},{after}"))} {(RepeatsEdge ? "symmetric" : "reflect")}";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 1) || !site.KeepsType(inputs[0], site.Output))
            return InferResult.Failed;
        var shape = inputs[0].Shape;
        if (Before.Count != shape.Rank || After.Count != shape.Rank)
            return site.Error(Diag.ShapeMismatch, $"padding for {Before.Count} axes does not fit an input of {shape}");
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            var limit = RepeatsEdge ? shape[axis] : shape[axis] - 1;
            if (Before[axis] < 0 || After[axis] < 0 || Before[axis] > limit || After[axis] > limit)
                return site.Error(
                    Diag.UnsupportedAttribute,
                    $"padding {Before[axis]},{After[axis]} of axis {axis} is not between 0 and {limit}",
                    "the mirror image has no more elements"
                );
        }

        return site.TypeOf(site.Output, [.. shape.Select((size, axis) => (long)size + Before[axis] + After[axis])]);
    }

    /// <summary>For each output position along an axis the input position that it copies.</summary>
    /// <param name="axis">Axis.</param>
    /// <param name="size">Elements of the input along it.</param>
    public int[] Sources(int axis, int size)
    {
        var sources = new int[Before[axis] + size + After[axis]];
        for (var position = 0; position < sources.Length; position++)
        {
            var source = position - Before[axis];
            if (source < 0)
                source = -source - (RepeatsEdge ? 1 : 0);
            else if (source >= size)
                source = (2 * size) - source - (RepeatsEdge ? 1 : 2);
            sources[position] = source;
        }

        return sources;
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var shape = context.InputType(0).Shape;
        var inner = shape.Rank; // from this axis on nothing is padded
        while (inner > 0 && Before[inner - 1] == 0 && After[inner - 1] == 0)
            inner--;
        var runBytes = context.InputType(0).DType.ByteSize();
        foreach (var size in shape.Sizes.Skip(inner))
            runBytes *= size;
        var offsets = new int[] { 0 };
        for (var axis = 0; axis < inner; axis++)
        {
            var (size, sources) = (shape[axis], Sources(axis, shape[axis]));
            offsets = [.. offsets.SelectMany(_ => sources, (offset, source) => (offset * size) + source)];
        }

        var input = context.Input<byte>(0);
        var output = context.Output<byte>();
        foreach (var offset in offsets)
        {
            input.Slice(offset * runBytes, runBytes).CopyTo(output);
            output = output[runBytes..];
        }
    }

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) =>
        TakesBytes(types) ? Rows.WhyNotOneMap(types) : "channels of more than one byte are mirrored, which takes a copy of whole tensors";

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types)
    {
        var (axis, height) = (Before.Count - 3, types.Inputs[0].Shape.ToNhwc().Height);
        var row = axis < 0 ? outputRow : Sources(axis, height)[outputRow];
        return new RowRange(row, row + 1);
    }
}
