using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Operators.Common;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Stacks tensors of one shape along a new axis.</summary>
/// <param name="Axis">The new axis in the output, counted from the front.</param>
internal sealed record Pack(int Axis) : DataMovement, IOperator<Pack>
{
    // Fields of TFLite's PackOptions.
    private const int CountField = 0,
        AxisField = 1;

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Pack), "Stacks tensors of one shape along a new axis")
        {
            Tflite = [new(BuiltinOperator.Pack, FromTflite, ToTflite)],
            DataTypes = ["any type, unchanged"],
            Limits = "any rank, any number of inputs",
            Rows = "only with few rows: an axis appears, so that rows of its output are not rows of its inputs",
        };

    /// <inheritdoc/>
    public override string Name => "PACK";

    /// <inheritdoc/>
    public override string Attributes => $"axis {Axis}";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (inputs.Length == 0)
            return site.Error(Diag.OperandCount, "there is nothing to stack");
        var shape = inputs[0].Shape;
        if (Axis < 0 || Axis > shape.Rank)
            return site.Error(Diag.ShapeMismatch, $"a new axis {Axis} does not fit inputs of {shape}");
        foreach (var input in inputs)
        {
            if (!site.KeepsType(input, site.Output))
                return InferResult.Failed;
            if (input.Shape != shape)
                return site.Error(Diag.ShapeMismatch, $"inputs of {shape} and {input.Shape} cannot be stacked");
        }

        return site.TypeOf(site.Output, shape.Sizes.Insert(Axis, inputs.Length).ToInt64());
    }

    /// <inheritdoc/>
    public override ImmutableArray<DataMove> Moves(OpTypes types)
    {
        var shape = types.Inputs[0].Shape;
        var strides = types.Outputs[0].Shape.Strides();
        var copy = new StridedCopy([.. shape], [.. shape.Strides()], [.. strides.RemoveAt(Axis)]);
        return [.. types.Inputs.Select((_, i) => new DataMove(i, 0, copy with { OutputOffset = i * strides[Axis] }))];
    }

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        if (!node.CheckOperands(1, int.MaxValue))
            return null;
        for (var i = 1; i < node.InputCount; i++)
        {
            if (!node.Has(i))
                return node.Error(Diag.OperandCount, $"operand {i} is required but absent");
        }

        return node.Axis(node.Options.Int32(AxisField), node.Input(0).Shape.Rank + 1) is { } axis
            ? ImportedOp.FirstOperands(new Pack(axis), node.InputCount)
            : null;
    }

    private static TfliteExport ToTflite(Op op, OpTypes types) =>
        TfliteExport.Plain(
            new TfliteOptions(BuiltinOptionsType.Pack).With(CountField, types.Inputs.Length).With(AxisField, ((Pack)op).Axis),
            types.Inputs.Length
        );
}
