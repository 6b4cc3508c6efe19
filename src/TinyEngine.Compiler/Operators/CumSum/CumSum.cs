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

/// <summary>Running sums along an axis.</summary>
/// <param name="Axis">The axis, counted from the front.</param>
/// <param name="IsExclusive">Whether an element is left out of its own sum.</param>
/// <param name="IsReverse">Whether sums start at the end.</param>
internal sealed partial record CumSum(int Axis, bool IsExclusive, bool IsReverse) : Op, IOperator<CumSum>, IEmitC
{
    private const string WholeTensors = "an element of its output needs elements of other rows";

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(CumSum), "Running sums along an axis")
        {
            DataTypes = ["int8 → int8", "float32 → float32"],
            Limits = "one constant axis; as in the reference, sums of int8 start from minus the zero point",
            Rows = "no: " + WholeTensors,
        };

    /// <inheritdoc/>
    public override string Name => "CUMSUM";

    /// <inheritdoc/>
    public override string Attributes => $"axis {Axis}{(IsExclusive ? ", exclusive" : "")}{(IsReverse ? ", reverse" : "")}";

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => WholeTensors;

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 1)
            || !site.HasType("the input", inputs[0], DType.Int8, DType.Float32)
            || !site.KeepsType(inputs[0], site.Output)
        )
            return InferResult.Failed;
        if ((uint)Axis >= (uint)inputs[0].Shape.Rank)
            return site.Error(Diag.ShapeMismatch, $"axis {Axis} does not exist in an input of {inputs[0].Shape}");
        if (
            site.Output.DType == DType.Int8
            && (
                !site.IsPerTensor("the input", inputs[0])
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
        var (outer, depth, inner) = Loops(input.Shape);
        var (factor, zeroPoint) = (
            output.DType == DType.Int8 ? Factor(input, output) : default,
            output.Quant.IsQuantized ? input.Quant.ZeroPoint : 0
        );
        for (var vector = 0; vector < outer * inner; vector++)
        {
            var (sum, real) = (unchecked(-zeroPoint << 19), 0f);
            for (var k = 0; k < depth; k++)
            {
                var i = (((vector / inner * depth) + (IsReverse ? depth - 1 - k : k)) * inner) + (vector % inner);
                if (output.DType == DType.Float32)
                {
                    var before = real;
                    real += context.Input<float>(0)[i];
                    context.Output<float>()[i] = IsExclusive ? before : real;
                }
                else
                {
                    var before = sum;
                    sum = unchecked(sum + ((context.Input<sbyte>(0)[i] - zeroPoint) << 19));
                    var code = unchecked(factor.Apply(IsExclusive ? before : sum) + output.Quant.ZeroPoint);
                    context.Output<sbyte>()[i] = (sbyte)Math.Clamp(code, sbyte.MinValue, sbyte.MaxValue);
                }
            }
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (input, output) = (context.Types.Inputs[0], context.Types.Outputs[0]);
        var (outer, depth, inner) = Loops(input.Shape);
        var isQuantized = output.DType == DType.Int8;
        var factor = isQuantized ? Factor(input, output) : default;
        return
        [
            VectorKernel.Select(
                KernelTable.Find("cumsum", ConvertKernel.Short(output.DType)),
                "te_cumsum_params",
                [
                    new CField("outer", outer),
                    new CField("depth", depth),
                    new CField("inner", inner),
                    new CField("exclusive", IsExclusive ? 1 : 0),
                    new CField("reverse", IsReverse ? 1 : 0),
                    new CField("zeroPointIn", isQuantized ? input.Quant.ZeroPoint : 0),
                    new CField("zeroPointOut", isQuantized ? output.Quant.ZeroPoint : 0),
                    new CField("multiplier", factor.Multiplier),
                    new CField("exponent", factor.Shift),
                ],
                context
            ),
        ];
    }

    private static QuantizedMultiplier Factor(TensorType input, TensorType output) =>
        QuantizedMultiplier.From(2.0 * input.Quant.Scale / ((1 << 20) * (double)output.Quant.Scale));

    private (int Outer, int Depth, int Inner) Loops(Shape shape) =>
        shape.Strides()[Axis] is var inner ? (shape.ElementCount / (shape[Axis] * inner), shape[Axis], inner) : default;
}
