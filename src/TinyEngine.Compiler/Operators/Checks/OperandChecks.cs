using System.Collections.Immutable;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators.Checks;

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

    /// <summary>The sizes of some axes, in int64 for further arithmetic.</summary>
    public static long[] ToInt64(this ImmutableArray<int> sizes) => [.. sizes.Select(s => (long)s)];
}
