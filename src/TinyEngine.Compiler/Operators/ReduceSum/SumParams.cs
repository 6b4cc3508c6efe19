using System.Numerics;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>The fixed-point arithmetic of MEAN and SUM: from the sum of input codes to an output code.</summary>
/// <param name="Count">Input elements per output element.</param>
/// <param name="InputZeroPoint">Zero point of the input.</param>
/// <param name="Multiplier">Input scale / output scale; for MEAN with 1 / Count multiplied in.</param>
/// <param name="OutputZeroPoint">Zero point of the output.</param>
/// <param name="Range">Bounds of the output type.</param>
internal readonly record struct SumParams(int Count, int InputZeroPoint, QuantizedMultiplier Multiplier, int OutputZeroPoint, Clamp Range)
{
    /// <summary>Parameters of MEAN.</summary>
    /// <param name="input">Input type.</param>
    /// <param name="output">Output type.</param>
    /// <param name="count">Input elements per output element.</param>
    public static SumParams ForMean(TensorType input, TensorType output, int count)
    {
        var sum = ForSum(input, output, count);
        return sum with { Multiplier = DivideBy(sum.Multiplier, count) };
    }

    /// <summary>Parameters of SUM.</summary>
    /// <inheritdoc cref="ForMean"/>
    public static SumParams ForSum(TensorType input, TensorType output, int count) =>
        new(
            count,
            input.Quant.ZeroPoint,
            QuantizedMultiplier.From((double)input.Quant.Scale / output.Quant.Scale),
            output.Quant.ZeroPoint,
            Clamp.Full(output.DType)
        );

    /// <summary>Output code for a sum of input codes, zero points included.</summary>
    public int Apply(int sum) => Range.Apply(unchecked(Multiplier.Apply(sum - (InputZeroPoint * Count)) + OutputZeroPoint));

    /// <summary>Checks the operand and derives the output type; shared by MEAN and SUM.</summary>
    internal static InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site, EquatableArray<int> axes, bool keepDims)
    {
        if (
            !site.HasOperands(inputs, 1)
            || !site.HasType("the input", inputs[0], DType.Int8, DType.Int16)
            || !site.HasType("the output", site.Output, inputs[0].DType)
            || !site.IsPerTensor("the input", inputs[0])
            || !site.IsPerTensor("the output", site.Output)
            || !site.HasFactors(ForSum(inputs[0], site.Output, 1).Multiplier)
        )
            return InferResult.Failed;
        return Reduction.InferShape(inputs[0], site, axes, keepDims);
    }

    /// <summary>Sums and rescales.</summary>
    internal static void Evaluate(EvaluationContext context, EquatableArray<int> axes, SumParams parameters)
    {
        if (context.OutputType().DType == DType.Int16)
            Evaluate<short>(context, axes, parameters);
        else
            Evaluate<sbyte>(context, axes, parameters);
    }

    private static void Evaluate<T>(EvaluationContext context, EquatableArray<int> axes, SumParams parameters)
        where T : unmanaged, IBinaryInteger<T>
    {
        var sums = Reduction.Fold(context.Input<T>(0), context.InputType(0).Shape, axes, 0, (sum, code) => unchecked(sum + code));
        var output = context.Output<T>();
        for (var i = 0; i < output.Length; i++)
            output[i] = T.CreateTruncating(parameters.Apply(sums[i]));
    }

    /// <summary>Works 1 / count into a factor with as many bits as fit, truncating, as the reference does.</summary>
    private static QuantizedMultiplier DivideBy(QuantizedMultiplier factor, int count)
    {
        var shift = Math.Min(BitOperations.Log2((uint)count), 31 + factor.Shift);
        return new QuantizedMultiplier((int)(((long)factor.Multiplier << shift) / count), factor.Shift - shift);
    }
}
