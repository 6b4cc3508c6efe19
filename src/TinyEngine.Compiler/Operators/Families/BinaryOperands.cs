using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators.Families;

/// <summary>What arithmetic operators on two broadcast operands share.</summary>
internal static class BinaryOperands
{
    /// <summary>The common DataTypes entry.</summary>
    public const string DataTypesInt8 = "int8, int8 → int8",
        DataTypesInt16 = "int16, int16 → int16 (zero points 0)";

    /// <summary>The common Limits entry.</summary>
    public const string Limits =
        "broadcasting over up to 6 axes, either operand may be a constant; per-tensor quantization; fused NONE, RELU, RELU6, RELU_N1_TO_1";

    /// <summary>Checks two quantized operands and derives the broadcast output type.</summary>
    public static InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site, Clamp activation)
    {
        if (
            !site.HasOperands(inputs, 2)
            || !site.IsActivation("the first operand", inputs[0], DType.Int8, DType.Int16)
            || !site.IsActivation("the second operand", inputs[1], inputs[0].DType)
            || !site.IsActivation("the output", site.Output, inputs[0].DType)
            || !site.HasActivation(activation, inputs[0].DType)
        )
            return InferResult.Failed;
        return InferShape(inputs, site);
    }

    /// <summary>The declared output with the broadcast shape.</summary>
    public static InferResult InferShape(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (Math.Max(inputs[0].Shape.Rank, inputs[1].Shape.Rank) > Broadcast.MaximumRank)
            return site.Error(
                Diag.ShapeMismatch,
                $"operands with {Math.Max(inputs[0].Shape.Rank, inputs[1].Shape.Rank)} axes are not supported",
                $"broadcasting works for up to {Broadcast.MaximumRank} axes"
            );
        if (Broadcast.Create(inputs[0].Shape, inputs[1].Shape) is not { } broadcast)
            return site.Error(
                Diag.ShapeMismatch,
                $"shapes {inputs[0].Shape} and {inputs[1].Shape} cannot be broadcast",
                "aligned at the last axis, sizes must be equal or 1"
            );
        return site.TypeOf(site.Output, [.. broadcast.Shape.Select(size => (long)size)]);
    }

    /// <summary>Applies a function to all pairs of codes.</summary>
    public static void Evaluate<TFunction>(EvaluationContext context, TFunction function)
        where TFunction : struct, IBinaryCodeFunction
    {
        var broadcast = Broadcast.Create(context.InputType(0).Shape, context.InputType(1).Shape)!;
        if (context.OutputType().DType == DType.Int16)
            broadcast.Run(context.Input<short>(0), context.Input<short>(1), context.Output<short>(), function);
        else
            broadcast.Run(context.Input<sbyte>(0), context.Input<sbyte>(1), context.Output<sbyte>(), function);
    }

    /// <summary>Attributes for people.</summary>
    public static string Describe(Clamp activation) =>
        activation.IsFull(DType.Int8) || activation.IsFull(DType.Int16) ? "" : activation.ToString();
}
