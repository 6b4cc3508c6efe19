using System.Numerics;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Real numbers to codes, or codes of one type and scale to codes of another.</summary>
internal sealed partial record Quantize : Op, IOperator<Quantize>, IRowOperator, ITableOperator
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Quantize), "Real numbers or codes to codes of another scale")
        {
            DataTypes =
            [
                "float32 → int8, uint8, int16",
                "int8 → int8, uint8, int16, int32",
                "uint8 → int8",
                "int16 → int8, int16, int32",
                "int32 → int8, int16",
            ],
            Limits = "any shape; per-tensor quantization",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "QUANTIZE";

    /// <summary>The code of a real number: round(real / scale) + zero point in float32, ties away from zero, saturating; NaN becomes the
    /// zero point.</summary>
    public static int Code(float real, TensorType output)
    {
        var steps = (double)MathF.Round(real / output.Quant.Scale, MidpointRounding.AwayFromZero);
        var code = double.IsNaN(steps) ? output.Quant.ZeroPoint : steps + output.Quant.ZeroPoint;
        return (int)Math.Clamp(code, output.DType.MinValue(), output.DType.MaxValue());
    }

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 1))
            return InferResult.Failed;
        var (input, output) = (inputs[0], site.Output);
        var supported =
            (input.DType, output.DType)
            is
                (DType.Float32, DType.Int8 or DType.UInt8 or DType.Int16)
                or
                (DType.Int8, DType.Int8 or DType.UInt8 or DType.Int16 or DType.Int32)
                or
                (DType.UInt8, DType.Int8)
                or
                (DType.Int16, DType.Int8 or DType.Int16 or DType.Int32)
                or
                (DType.Int32, DType.Int8 or DType.Int16);
        if (!supported)
            return site.Error(
                Diag.UnsupportedType,
                $"conversion from {input.DType.Name()} to {output.DType.Name()} is not supported",
                @try: "leave the network's inputs and outputs float32, int8, uint8 or int16 (inference_input_type, inference_output_type)"
            );
        if ((input.DType != DType.Float32 && !site.IsPerTensor("the input", input)) || !site.IsPerTensor("the output", output))
            return InferResult.Failed;
        if (input.DType != DType.Float32 && !site.HasFactors(RequantizeParams.Compute(input, output).Multiplier))
            return InferResult.Failed;
        return output with { Shape = input.Shape };
    }

    /// <inheritdoc/>
    public Table256? Table(TensorType input, TensorType output) =>
        Table256.Fits(input, output) ? Table256.Create(input.DType, RequantizeParams.Compute(input, output).Apply) : null;

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var (input, output) = (context.InputType(0), context.OutputType());
        if (Table(input, output) is { } table)
            table.Apply(context.Input<byte>(0), context.Output<byte>());
        else if (input.DType == DType.Float32)
            FromReal(context, output);
        else
            FromCodes(context, RequantizeParams.Compute(input, output));
    }

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => Rows.Same(types.Inputs[0], outputRow);

    private static void FromReal(EvaluationContext context, TensorType output)
    {
        if (output.DType == DType.Int16)
            Write<float, short>(context, real => Code(real, output));
        else if (output.DType == DType.UInt8)
            Write<float, byte>(context, real => Code(real, output));
        else
            Write<float, sbyte>(context, real => Code(real, output));
    }

    private static void FromCodes(EvaluationContext context, RequantizeParams parameters)
    {
        if (context.InputType(0).DType == DType.Int8)
            FromCodes<sbyte>(context, parameters);
        else if (context.InputType(0).DType == DType.Int16)
            FromCodes<short>(context, parameters);
        else
            FromCodes<int>(context, parameters);
    }

    private static void FromCodes<TIn>(EvaluationContext context, RequantizeParams parameters)
        where TIn : unmanaged, IBinaryInteger<TIn>
    {
        int Convert(TIn code) => parameters.Apply(int.CreateTruncating(code));
        if (context.OutputType().DType == DType.Int8)
            Write<TIn, sbyte>(context, Convert);
        else if (context.OutputType().DType == DType.Int16)
            Write<TIn, short>(context, Convert);
        else
            Write<TIn, int>(context, Convert);
    }

    private static void Write<TIn, TOut>(EvaluationContext context, Func<TIn, int> convert)
        where TIn : unmanaged
        where TOut : unmanaged, IBinaryInteger<TOut>
    {
        var input = context.Input<TIn>(0);
        var output = context.Output<TOut>();
        for (var i = 0; i < output.Length; i++)
            output[i] = TOut.CreateTruncating(convert(input[i]));
    }
}
