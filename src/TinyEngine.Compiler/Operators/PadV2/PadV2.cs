using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Common;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Surrounds a tensor with elements of a given code.</summary>
/// <param name="Before">Elements before the first along each axis.</param>
/// <param name="After">Elements after the last along each axis.</param>
/// <param name="Code">Code of the added elements.</param>
internal sealed record PadV2(EquatableArray<int> Before, EquatableArray<int> After, int Code) : DataMovement, IOperator<PadV2>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(PadV2), "Surrounds a tensor with elements of a given code")
        {
            Tflite = [new(BuiltinOperator.PadV2, FromTflite, ToTflite)],
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

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        if (
            !node.CheckOperands(3, 3)
            || node.ConstantInts(1, "paddings", 2 * node.Input(0).Shape.Rank) is not { } paddings
            || node.ConstantTensor(2, "value") is not { } value
        )
            return null;
        if (value.Type.DType != node.Input(0).DType || value.Type.DType is not (DType.Int8 or DType.UInt8 or DType.Int16 or DType.Int32))
            return node.Error(
                Diag.TypeMismatch,
                $"a value of type {value.Type.DType.Name()} cannot pad an input of type {node.Input(0).DType.Name()}"
            );
        if (value.Type.Shape.ElementCount != 1)
            return node.Error(Diag.ShapeMismatch, $"the value has {value.Type.Shape.ElementCount} elements, expected 1");
        var (before, after) = AxisPairs.Split(paddings);
        return ImportedOp.FirstOperands(new PadV2(before, after, (int)value.ToInt64()[0]), 1);
    }

    private static TfliteExport? ToTflite(Op op, OpTypes types)
    {
        var pad = (PadV2)op;
        if (pad.Before.Count == 0) // a file cannot hold an empty list
            return null;
        var type = types.Inputs[0] with { Shape = [] };
        var value = BitConverter.GetBytes(pad.Code)[..type.DType.ByteSize()];
        return TfliteExports.Unary(
            new TfliteOptions(BuiltinOptionsType.PadV2),
            AxisPairs.Constant(pad.Before, pad.After),
            new Tensor(type, value)
        );
    }
}
