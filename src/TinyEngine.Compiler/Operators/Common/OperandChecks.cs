using System.Collections.Immutable;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators.Common;

/// <summary>Checks and conversions around shapes and axes that many operators share; each reports an error when it fails.</summary>
internal static class OperandChecks
{
    /// <summary>The types around a node that is being evaluated.</summary>
    public static OpTypes Types(this EvaluationContext context) =>
        new(
            [.. Enumerable.Range(0, context.InputCount).Select(context.InputType)],
            [.. Enumerable.Range(0, context.OutputCount).Select(context.OutputType)]
        );

    /// <summary>Input and output hold the same element type.</summary>
    public static bool KeepsType(this OpSite site, TensorType input, TensorType output)
    {
        if (input.DType == output.DType)
            return true;
        site.Error(
            Diag.TypeMismatch,
            $"the input is {input.DType.Name()}, the output {output.DType.Name()}",
            "the operator moves elements without converting them"
        );
        return false;
    }

    /// <summary>The one operand and the output are int8, each with one scale and zero point.</summary>
    public static bool IsUnaryInt8(this OpSite site, ReadOnlySpan<TensorType> inputs) =>
        site.HasOperands(inputs, 1)
        && site.IsActivation("the input", inputs[0], DType.Int8)
        && site.IsActivation("the output", site.Output, DType.Int8);

    /// <summary>An axis counted from the front; negative axes count from the back.</summary>
    /// <param name="node">Place for the error.</param>
    /// <param name="axis">Axis as the file has it.</param>
    /// <param name="rank">Number of axes.</param>
    public static int? Axis(this TfliteNode node, int axis, int rank)
    {
        if (axis >= -rank && axis < rank)
            return axis < 0 ? axis + rank : axis;
        node.Error(Diag.UnsupportedAttribute, $"axis {axis} does not exist", $"the tensor has {rank} axes");
        return null;
    }

    /// <summary>An axis from a constant operand of one element; negative axes count from the back.</summary>
    /// <param name="node">Place for the error.</param>
    /// <param name="operand">Index of the operand.</param>
    /// <param name="rank">Number of axes.</param>
    public static int? ConstantAxis(this TfliteNode node, int operand, int rank)
    {
        if (node.ConstantInts(operand, "axis") is not { } axes)
            return null;
        if (axes is [var axis])
            return node.Axis(axis, rank);
        node.Error(Diag.UnsupportedAttribute, $"the axis operand has {axes.Length} elements, expected 1");
        return null;
    }

    /// <summary>A constant operand with one integer per axis.</summary>
    /// <param name="node">Place for the error.</param>
    /// <param name="operand">Index of the operand.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <param name="count">Number of integers expected.</param>
    public static int[]? ConstantInts(this TfliteNode node, int operand, string what, int count)
    {
        if (node.ConstantInts(operand, what) is not { } ints)
            return null;
        if (ints.Length == count)
            return ints;
        node.Error(Diag.ShapeMismatch, $"the {what} have {ints.Length} elements, expected {count}");
        return null;
    }

    /// <summary>The sizes of some axes, in int64 for further arithmetic.</summary>
    public static long[] ToInt64(this ImmutableArray<int> sizes) => [.. sizes.Select(s => (long)s)];
}
