using System.Numerics;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>exp(beta·x) of each element, divided by the sum over the last axis.</summary>
/// <param name="Beta">Steepness; positive.</param>
internal sealed partial record Softmax(float Beta) : Op, IOperator<Softmax>, IRowOperator
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Softmax), "Exponentials divided by their sum over the last axis")
        {
            DataTypes =
            [
                "int8 → int8 (scale 1/256, zero point −128)",
                "int8 → int16 (scale 1/65536, zero point −32768)",
                "int16 → int16 (scale 1/32768, zero point 0)",
            ],
            Limits = "any shape with at least one axis; fewer than 4096 elements along the last axis for int8; positive beta",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "SOFTMAX";

    /// <inheritdoc/>
    public override string Attributes => $"beta {Beta}";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 1)
            || !site.HasType("the input", inputs[0], DType.Int8, DType.Int16)
            || !site.IsPerTensor("the input", inputs[0])
        )
            return InferResult.Failed;
        var (input, output) = (inputs[0], site.Output);
        var typed =
            input.DType == DType.Int8
                ? site.HasType("the output", output, DType.Int8, DType.Int16)
                : site.HasType("the output", output, DType.Int16);
        var (scale, zeroPoint) = (input.DType, output.DType) switch
        {
            (DType.Int8, DType.Int8) => (1f / 256, -128),
            (DType.Int8, _) => (1f / 65536, -32768),
            _ => (1f / 32768, 0),
        };
        if (!typed || !site.HasOutputQuant(output, scale, zeroPoint))
            return InferResult.Failed;
        if (input.Shape.Rank == 0)
            return site.Error(Diag.ShapeMismatch, "a scalar has no axis to sum over");
        return HasFactor(input, site) && HasRoom(input, site) ? output with { Shape = input.Shape } : InferResult.Failed;
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        if (context.InputType(0).DType == DType.Int16)
            Evaluate16(context);
        else if (context.OutputType().DType == DType.Int16)
            Evaluate8<short>(context, 16);
        else
            Evaluate8<sbyte>(context, 8);
    }

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => new(outputRow, outputRow + 1);

    private bool HasFactor(TensorType input, OpSite site)
    {
        var valid =
            input.DType == DType.Int8
                ? SoftmaxParams.Compute(input, Beta).Multiplier is { Shift: 1, Multiplier: > 1 << 30 } or { Shift: > 1 }
                : SoftmaxParams16.Compute(input, Beta).Multiplier is { Multiplier: > 0, Shift: < 15 };
        if (!valid || !(Beta > 0))
            site.Error(Diag.BadQuantization, $"beta {Beta} and the input scale {input.Quant.Scale:G9} give a factor out of range");
        return valid && Beta > 0;
    }

    private static bool HasRoom(TensorType input, OpSite site)
    {
        var limit = input.DType == DType.Int8 ? 1 << 12 : 1 << 16;
        if (input.Shape[^1] < limit)
            return true;
        site.Error(
            Diag.AccumulatorOverflow,
            $"the last axis has {input.Shape[^1]} elements",
            $"the sum of exponentials fits 32 bits for fewer than {limit}"
        );
        return false;
    }

    private void Evaluate8<T>(EvaluationContext context, int outputBits)
        where T : unmanaged, IBinaryInteger<T>
    {
        var parameters = SoftmaxParams.Compute(context.InputType(0), Beta);
        var depth = context.InputType(0).Shape[^1];
        var input = context.Input<sbyte>(0);
        var output = context.Output<T>();
        var (lowest, highest) = (-(1 << (outputBits - 1)), (1 << (outputBits - 1)) - 1);
        var exps = new int[depth];
        for (var row = 0; row < input.Length; row += depth)
        {
            var codes = input.Slice(row, depth);
            var maximum = sbyte.MinValue;
            foreach (var code in codes)
                maximum = Math.Max(maximum, code);
            var sum = 0;
            for (var c = 0; c < depth; c++)
            {
                exps[c] = parameters.Exp(codes[c] - maximum);
                sum += SoftmaxParams.Summand(exps[c]);
            }

            var (scale, shift) = SoftmaxParams.Scale(sum, outputBits);
            for (var c = 0; c < depth; c++)
                output[row + c] = T.CreateTruncating(Math.Min(SoftmaxParams.Apply(exps[c], scale, shift) + lowest, highest));
        }
    }

    private void Evaluate16(EvaluationContext context)
    {
        var parameters = SoftmaxParams16.Compute(context.InputType(0), Beta);
        var depth = context.InputType(0).Shape[^1];
        var input = context.Input<short>(0);
        var output = context.Output<short>();
        var exps = new int[depth];
        for (var row = 0; row < input.Length; row += depth)
        {
            var codes = input.Slice(row, depth);
            var maximum = short.MinValue;
            foreach (var code in codes)
                maximum = Math.Max(maximum, code);
            var sum = 0;
            for (var c = 0; c < depth; c++)
                sum += exps[c] = parameters.Exp(codes[c] - maximum);
            var (scale, shift) = SoftmaxParams16.Scale(sum);
            for (var c = 0; c < depth; c++)
                output[row + c] = (short)SoftmaxParams16.Apply(exps[c], scale, shift);
        }
    }
}
