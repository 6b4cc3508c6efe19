using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>A function of each element: a table of 256 entries for 8 bits, a kernel for int16 and float32.</summary>
/// <param name="Function">Which function.</param>
/// <param name="Low">Lower limit of <see cref="UnaryFunction.Clamp"/>.</param>
/// <param name="High">Its upper limit.</param>
internal sealed partial record Unary(UnaryFunction Function, float Low = float.MinValue, float High = float.MaxValue)
    : Op,
        IOperator<Unary>,
        ITableOperator,
        IRowOperator
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Unary), "A function of each element")
        {
            DataTypes = ["int8 → int8", "float32 → float32"],
            Limits =
                "any shape; per-tensor quantization; int8 results are the float32 function's rounded, what has no value is 0; "
                + "float32 EXP, LOG, SIN, COS within 4 units in the last place for angles below 8192",
            Rows = "yes",
            Forms =
            [
                new("ABS", "|x|") { DataTypes = ["int8 → int8", "int16 → int16 (zero points 0)", "float32 → float32"] },
                new("NEG", "−x"),
                new("EXP", "e to the power of x"),
                new("LOG", "Natural logarithm"),
                new("SQRT", "Square root"),
                new("RSQRT", "1 / √x; int8 codes below the zero point count as the zero point"),
                new("SQUARE", "x²"),
                new("SIN", "Sine"),
                new("COS", "Cosine"),
                new("FLOOR", "The largest integer below"),
                new("CEIL", "The smallest integer above"),
                new("ROUND", "The nearest integer, of two the even one"),
                new("LOGICAL_NOT", "Not x") { DataTypes = ["bool → bool"] },
            ],
        };

    /// <inheritdoc/>
    public override string Name =>
        Function switch
        {
            UnaryFunction.LogicalNot => "LOGICAL_NOT",
            UnaryFunction.Clamp => "RELU",
            _ => Function.ToString().ToUpperInvariant(),
        };

    /// <inheritdoc/>
    public override string Attributes => Function == UnaryFunction.Clamp ? $"[{Low}, {High}]" : "";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 1)
            || !site.HasType("the input", inputs[0], Types)
            || !site.HasType("the output", site.Output, inputs[0].DType)
        )
            return InferResult.Failed;
        if (
            inputs[0].DType is DType.Int8 or DType.Int16
            && (
                !site.IsActivation("the input", inputs[0], inputs[0].DType)
                || !site.IsActivation("the output", site.Output, inputs[0].DType)
            )
        )
            return InferResult.Failed;
        return site.Output with { Shape = inputs[0].Shape };
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var (input, output) = (context.InputType(0), context.OutputType());
        if (Table(input, output) is { } table)
        {
            table.Apply(context.Input<byte>(0), context.Output<byte>());
        }
        else if (input.DType == DType.Int16)
        {
            var from = context.Input<short>(0);
            var to = context.Output<short>();
            var factor = AbsFactor(input, output);
            for (var i = 0; i < to.Length; i++)
                to[i] = (short)Math.Clamp(factor.Apply(Math.Abs((int)from[i])), short.MinValue, short.MaxValue);
        }
        else
        {
            var from = context.Input<float>(0);
            var to = context.Output<float>();
            for (var i = 0; i < to.Length; i++)
                to[i] = Function.Of(from[i], Low, High);
        }
    }

    /// <inheritdoc/>
    public Table256? Table(TensorType input, TensorType output) =>
        input.DType switch
        {
            DType.Bool => Table256.Create(DType.UInt8, code => code == 0 ? 1 : 0),
            DType.Int8 when Function == UnaryFunction.Abs => Table256.Create(DType.Int8, code =>
                Limit(AbsFactor(input, output).Apply(Math.Abs(code - input.Quant.ZeroPoint)) + output.Quant.ZeroPoint)
            ),
            DType.Int8 when Function == UnaryFunction.Rsqrt => Table256.Create(DType.Int8, code =>
                InverseRoot(code - input.Quant.ZeroPoint, input, output)
            ),
            DType.Int8 => Table256.Create(DType.Int8, code => Rounded(code, input, output)),
            _ => null,
        };

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => new(outputRow, outputRow + 1);

    private DType[] Types =>
        Function switch
        {
            UnaryFunction.LogicalNot => [DType.Bool],
            UnaryFunction.Abs => [DType.Int8, DType.Int16, DType.Float32],
            UnaryFunction.Logistic or UnaryFunction.Tanh or UnaryFunction.Clamp => [DType.Float32],
            _ => [DType.Int8, DType.Float32],
        };

    /// <summary>Input scale by output scale; the factor next below 1 rounds like 1 and never overflows.</summary>
    private static QuantizedMultiplier AbsFactor(TensorType input, TensorType output) =>
        input.Quant.Scale == output.Quant.Scale
            ? new QuantizedMultiplier(int.MaxValue, 0)
            : QuantizedMultiplier.From(input.Quant.Scale / output.Quant.Scale);

    /// <summary>The reference's 1 / √x: the root's reciprocal in 20 fraction bits, rescaled.</summary>
    private static int InverseRoot(int value, TensorType input, TensorType output)
    {
        const int FractionBits = 20;
        if (value <= 0)
            return sbyte.MaxValue;
        var root = InverseSquareRoot.Of(value);
        var fraction = FixedPoint.Requantize(1, root.Multiplier, root.Shift + FractionBits);
        var factor = QuantizedMultiplier.From(1.0 / (MathF.Sqrt(input.Quant.Scale) * output.Quant.Scale));
        var shift = factor.Shift - FractionBits;
        var result = shift < -31 ? 0 : FixedPoint.Requantize(fraction, factor.Multiplier, shift);
        return Limit(unchecked(result + output.Quant.ZeroPoint));
    }

    private int Rounded(int code, TensorType input, TensorType output)
    {
        var real = Function.Of(input.Quant.Scale * (code - input.Quant.ZeroPoint), Low, High);
        var scaled = float.IsNaN(real) ? 0 : MathF.Round(real * (1 / output.Quant.Scale), MidpointRounding.AwayFromZero);
        return (int)Math.Clamp(scaled + output.Quant.ZeroPoint, sbyte.MinValue, sbyte.MaxValue);
    }

    private static int Limit(int code) => Math.Clamp(code, sbyte.MinValue, sbyte.MaxValue);
}
