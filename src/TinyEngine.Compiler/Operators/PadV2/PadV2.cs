using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Surrounds a tensor with elements of a given code.</summary>
/// <param name="Before">Elements before the first along each axis.</param>
/// <param name="After">Elements after the last along each axis.</param>
/// <param name="Code">Code of the added elements.</param>
internal sealed partial record PadV2(EquatableArray<int> Before, EquatableArray<int> After, int Code) : DataMovement, IOperator<PadV2>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(PadV2), "Surrounds a tensor with elements of a given code")
        {
            DataTypes = ["int8, uint8, int16, int32, unchanged"],
            Limits = "any rank; constant paddings and value",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "PADV2";

    /// <inheritdoc/>
    public override string Attributes => $"{string.Join(' ', Before.Zip(After, (before, after) => $"{before},{after}"))} code {Code}";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 1)
            || !site.HasType("the input", inputs[0], DType.Int8, DType.UInt8, DType.Int16, DType.Int32)
            || !site.KeepsType(inputs[0], site.Output)
        )
            return InferResult.Failed;
        var (shape, type) = (inputs[0].Shape, inputs[0].DType);
        if (Before.Count != shape.Rank || After.Count != shape.Rank)
            return site.Error(Diag.ShapeMismatch, $"padding for {Before.Count} axes does not fit an input of {shape}");
        if (Before.Concat(After).Any(count => count < 0))
            return site.Error(
                Diag.UnsupportedAttribute,
                $"negative padding ({Attributes}) is not supported",
                @try: "cut elements off with SLICE"
            );
        if (Code < type.MinValue() || Code > type.MaxValue())
            return site.Error(Diag.UnsupportedAttribute, $"the value {Code} does not fit {type.Name()}");
        return site.TypeOf(site.Output, [.. shape.Select((size, axis) => (long)size + Before[axis] + After[axis])]);
    }

    /// <inheritdoc/>
    public override ImmutableArray<DataMove> Moves(OpTypes types)
    {
        var (input, output) = (types.Inputs[0].Shape, types.Outputs[0].Shape.Strides());
        var offset = Before.Items.Select((before, axis) => before * output[axis]).Sum();
        return [new DataMove(0, 0, new StridedCopy([.. input], [.. input.Strides()], [.. output], 0, offset))];
    }

    /// <inheritdoc/>
    public override int? Fill(OpTypes types) => Code;

    /// <inheritdoc/>
    public override ImmutableArray<KernelCall> SelectKernels(EmitContext context) =>
        PadKernel.Select(Before, Code, context) ?? base.SelectKernels(context);
}
