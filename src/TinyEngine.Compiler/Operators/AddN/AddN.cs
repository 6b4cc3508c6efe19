using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>The sum of any number of operands of one type.</summary>
internal sealed partial record AddN : Op, IOperator<AddN>, IRowOperator, IEmitC
{
    private const string WholeTensors = "sums of float32 are taken operand by operand";

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(AddN), "The sum of any number of operands")
        {
            DataTypes = ["int8 ... → int8", "float32 ... → float32"],
            Limits =
                "two operands or more, of one shape and quantization; as in the reference, sums of int8 start from minus the zero point",
            Rows = "int8",
        };

    /// <inheritdoc/>
    public override string Name => "ADD_N";

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) =>
        types.Outputs[0].DType == DType.Float32 ? WholeTensors : Rows.WhyNotOneMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => new(outputRow, outputRow + 1);

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (inputs.Length < 2)
            return site.Error(Diag.OperandCount, $"{inputs.Length} operands, expected 2 or more");
        foreach (var input in inputs)
        {
            if (!site.HasType("an operand", input, DType.Int8, DType.Float32) || !site.KeepsType(input, site.Output))
                return InferResult.Failed;
            if (input.Shape != inputs[0].Shape)
                return site.Error(
                    Diag.ShapeMismatch,
                    $"operands have the shapes {inputs[0].Shape} and {input.Shape}",
                    "they must have one shape"
                );
            if (input.Quant != inputs[0].Quant)
                return site.Error(
                    Diag.QuantizationMismatch,
                    $"operands are quantized differently ({inputs[0].Quant}, {input.Quant})",
                    "the reference adds codes",
                    "convert the model again with a current converter"
                );
        }

        if (
            site.Output.DType == DType.Int8
            && (
                !site.IsPerTensor("an operand", inputs[0])
                || !site.IsPerTensor("the output", site.Output)
                || !site.HasFactors(Factor(inputs[0], site.Output))
            )
        )
            return InferResult.Failed;
        return site.Output with { Shape = inputs[0].Shape };
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var (input, output) = (context.InputType(0), context.OutputType());
        if (output.DType == DType.Float32)
        {
            var reals = context.Output<float>();
            context.Input<float>(0).CopyTo(reals);
            for (var operand = 1; operand < context.InputCount; operand++)
            {
                for (var i = 0; i < reals.Length; i++)
                    reals[i] = UnaryFunction.Clamp.Of(reals[i] + context.Input<float>(operand)[i], float.MinValue, float.MaxValue);
            }

            return;
        }

        var codes = context.Output<sbyte>();
        var factor = Factor(input, output);
        for (var i = 0; i < codes.Length; i++)
        {
            var sum = -input.Quant.ZeroPoint; // the reference takes this for the code of 0
            for (var operand = 0; operand < context.InputCount; operand++)
                sum += context.Input<sbyte>(operand)[i] - input.Quant.ZeroPoint;
            codes[i] = (sbyte)Math.Clamp(unchecked(factor.Apply(sum << 19) + output.Quant.ZeroPoint), sbyte.MinValue, sbyte.MaxValue);
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context) =>
        context.Types.Outputs[0].DType == DType.Float32 ? Reals(context) : [Codes(context)];

    /// <summary>From sums, which are half of the codes' shifted left by 20, to the output.</summary>
    private static QuantizedMultiplier Factor(TensorType input, TensorType output) =>
        QuantizedMultiplier.From(2.0 * input.Quant.Scale / ((1 << 20) * (double)output.Quant.Scale));

    private static RowCall Codes(EmitContext context)
    {
        var (input, output) = (context.Types.Inputs[0], context.Types.Outputs[0]);
        var (_, _, width, channels) = output.Shape.ToNhwc();
        var (factor, count) = (Factor(input, output), context.Types.Inputs.Length);
        return KernelTable
            .Find("add_n", "s8")
            .Rows([.. Enumerable.Range(0, count).Select(i => new RowSource(i, RowIndex.Same))], width) with
        {
            IsPixelwise = true,
            RunsOverRows = true,
            Params = new CParams(
                "te_add_n_params",
                [
                    new CField("count", count),
                    new CField("channels", channels),
                    new CField("zeroPointIn", input.Quant.ZeroPoint),
                    new CField("zeroPointOut", output.Quant.ZeroPoint),
                    new CField("multiplier", factor.Multiplier),
                    new CField("exponent", factor.Shift),
                ]
            ),
        };
    }

    /// <summary>The sum of the first two operands, then one operand more a call.</summary>
    private static ImmutableArray<KernelCall> Reals(EmitContext context)
    {
        var shape = context.Types.Outputs[0].Shape;
        var walk = WalkKernel.Field(ElementWalk.Create(shape, shape)!);
        var parameters = new CParams(
            "te_binary_f32_params",
            [
                new CField("walk", walk),
                new CField("function", (int)BinaryFunction.Add),
                new CField("low", new FieldValue.Real(float.MinValue)),
                new CField("high", new FieldValue.Real(float.MaxValue)),
            ]
        );
        return
        [
            .. Enumerable
                .Range(1, context.Types.Inputs.Length - 1)
                .Select(operand =>
                    KernelTable
                        .Find("binary", "f32")
                        .Whole(
                            new CallArgument.Output(0),
                            operand == 1 ? new CallArgument.Input(0) : new CallArgument.Output(0),
                            new CallArgument.Input(operand),
                            new CallArgument.Number(shape.ElementCount),
                            new CallArgument.Params()
                        ) with
                    {
                        Params = parameters,
                    }
                ),
        ];
    }
}
