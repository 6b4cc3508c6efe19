using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>A function of two elements, with broadcasting: all functions of float32 and int32, and those of codes that have no kernel for
/// rows.</summary>
/// <param name="Function">Which function.</param>
/// <param name="Activation">Fused activation.</param>
internal sealed partial record Binary(BinaryFunction Function, FusedActivation Activation = FusedActivation.None) : Op, IOperator<Binary>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Binary), "A function of two elements")
        {
            DataTypes = ["int8, int8 → int8", "float32, float32 → float32"],
            Limits =
                "broadcasting; per-tensor quantization, none for int32; DIV fuses NONE, RELU, RELU6, RELU_N1_TO_1; a division by 0 of "
                + "integers, and of FLOOR_DIV, ends the run",
            Rows = "no: " + WholeTensors,
            Forms =
            [
                new("DIV", "Quotient") { DataTypes = ["int8, int8 → int8", .. WithoutScales] },
                new("SQUARED_DIFFERENCE", "(a − b)²")
                {
                    DataTypes = ["int8, int8 → int8", "int16, int16 → int16 (zero points 0)", .. WithoutScales],
                },
                new("FLOOR_DIV", "⌊a / b⌋") { DataTypes = WithoutScales },
                new("FLOOR_MOD", "a − b · ⌊a / b⌋") { DataTypes = WithoutScales },
            ],
        };

    private static ImmutableArray<string> WithoutScales => ["int32, int32 → int32", "float32, float32 → float32"];

    private const string WholeTensors = "its kernel walks through whole tensors";

    /// <inheritdoc/>
    public override string Name =>
        Function switch
        {
            BinaryFunction.SquaredDifference => "SQUARED_DIFFERENCE",
            BinaryFunction.FloorDiv => "FLOOR_DIV",
            BinaryFunction.FloorMod => "FLOOR_MOD",
            _ => Function.ToString().ToUpperInvariant(),
        };

    /// <inheritdoc/>
    public override string Attributes => Activation == FusedActivation.None ? "" : Activation.ToString().ToLowerInvariant();

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => WholeTensors;

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 2)
            || !site.HasType("the first operand", inputs[0], Types)
            || !site.HasType("the second operand", inputs[1], inputs[0].DType)
            || !site.HasType("the output", site.Output, inputs[0].DType)
        )
            return InferResult.Failed;
        var isQuantized = inputs[0].DType is DType.Int8 or DType.Int16;
        if (isQuantized ? !AreQuantized(inputs, site) : !IsLimited(site))
            return InferResult.Failed;
        return BinaryOperands.InferShape(inputs, site);
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var (first, second, output) = (context.InputType(0), context.InputType(1), context.OutputType());
        var walk = ElementWalk.Create(first.Shape, second.Shape)!;
        var (a, b) = (walk.Positions(0), walk.Positions(1));
        switch (output.DType)
        {
            case DType.Float32:
                var (low, high) = RealLimits;
                EvaluateAll<float>(context, a, b, (x, y) =>
                {
                    if (Function == BinaryFunction.FloorDiv && y == 0)
                        throw DividedByZero(context);
                    var real = Function.Of(x, y);
                    return Function <= BinaryFunction.Div ? UnaryFunction.Clamp.Of(real, low, high) : real;
                });
                break;
            case DType.Int32:
                var limits = IntegerLimits;
                EvaluateAll<int>(context, a, b, (x, y) =>
                    Function.Divides() && y == 0 ? throw DividedByZero(context) : limits.Apply(Function.Of(x, y))
                );
                break;
            case DType.Int16:
                var wide = CodeFunction(context, first, second, output);
                EvaluateAll<short>(context, a, b, (x, y) => (short)wide(x, y));
                break;
            default:
                var narrow = CodeFunction(context, first, second, output);
                EvaluateAll<sbyte>(context, a, b, (x, y) => (sbyte)narrow(x, y));
                break;
        }
    }

    /// <summary>The fixed-point arithmetic of codes.</summary>
    private BinaryParams Params(TensorType first, TensorType second, TensorType output) =>
        Function == BinaryFunction.Div
            ? BinaryParams.ForDivision(first, second, output)
            : BinaryParams.ForSquaredDifference(first, second, output);

    /// <summary>Bounds of output codes; null after no error: the checks of types come first.</summary>
    private Clamp Codes(TensorType output) => Activations.Bounds(Activation, output)!.Value;

    private (float Low, float High) RealLimits => Activation.Limits() ?? (float.MinValue, float.MaxValue);

    private Clamp IntegerLimits => RealLimits is var (low, high) ? new Clamp(Saturate(low), Saturate(high)) : default;

    private DType[] Types =>
        Function switch
        {
            BinaryFunction.SquaredDifference => [DType.Int8, DType.Int16, DType.Int32, DType.Float32],
            BinaryFunction.Div => [DType.Int8, DType.Int32, DType.Float32],
            BinaryFunction.Minimum or BinaryFunction.Maximum => [DType.Int16, DType.Int32, DType.Float32],
            _ => [DType.Int32, DType.Float32],
        };

    private static int Saturate(float limit) => (int)Math.Clamp((double)limit, int.MinValue, int.MaxValue);

    private static void EvaluateAll<T>(EvaluationContext context, int[] a, int[] b, Func<T, T, T> function)
        where T : unmanaged
    {
        var first = context.Input<T>(0);
        var second = context.Input<T>(1);
        var output = context.Output<T>();
        for (var i = 0; i < output.Length; i++)
            output[i] = function(first[a[i]], second[b[i]]);
    }

    private static EvaluationException DividedByZero(EvaluationContext context) =>
        context.DataError("division by 0", "a divisor is 0, for which there is no result");

    private Func<int, int, int> CodeFunction(EvaluationContext context, TensorType first, TensorType second, TensorType output)
    {
        var (zero1, zero2, zeroOut, codes) = (first.Quant.ZeroPoint, second.Quant.ZeroPoint, output.Quant.ZeroPoint, Codes(output));
        switch (Function)
        {
            case BinaryFunction.Minimum:
                return Math.Min;
            case BinaryFunction.Maximum:
                return Math.Max;
            case BinaryFunction.Div:
                var quotient = Params(first, second, output);
                return (x, y) =>
                    y == zero2 ? throw DividedByZero(context) : codes.Apply(unchecked(quotient.Quotient(x - zero1, y - zero2) + zeroOut));
            default:
                var square = Params(first, second, output);
                return (x, y) => codes.Apply(unchecked(square.SquaredDifference(x - zero1, y - zero2) + zeroOut));
        }
    }

    private bool AreQuantized(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.IsActivation("the first operand", inputs[0], inputs[0].DType)
            || !site.IsActivation("the second operand", inputs[1], inputs[0].DType)
            || !site.IsActivation("the output", site.Output, inputs[0].DType)
            || Activations.Clamp(Activation, site.Output, site) is not { } codes
            || !site.HasActivation(codes, site.Output.DType)
        )
            return false;
        if (Function is BinaryFunction.Minimum or BinaryFunction.Maximum)
            return site.HasSameQuant(inputs[0], site.Output, "the first operand")
                && site.HasSameQuant(inputs[1], site.Output, "the second operand");
        return site.HasFactors(Params(inputs[0], inputs[1], site.Output).Result);
    }

    private bool IsLimited(OpSite site)
    {
        if (Activation.Limits() is not null)
            return true;
        site.Error(Diag.UnsupportedAttribute, $"fused activation {Activation} is not supported", "NONE, RELU, RELU6 and RELU_N1_TO_1 are");
        return false;
    }
}
