using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>The logarithm of SOFTMAX over the last axis.</summary>
internal sealed partial record LogSoftmax : Op, IOperator<LogSoftmax>, IRowOperator, IEmitC
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(LogSoftmax), "The logarithm of SOFTMAX over the last axis")
        {
            DataTypes = ["int8 → int8 (scale 1/16, zero point 127)", "float32 → float32"],
            Limits = "any shape with at least one axis; fewer than 4096 elements along the last axis for int8",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "LOG_SOFTMAX";

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => new(outputRow, outputRow + 1);

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 1)
            || !site.HasType("the input", inputs[0], DType.Int8, DType.Float32)
            || !site.KeepsType(inputs[0], site.Output)
        )
            return InferResult.Failed;
        if (inputs[0].Shape.Rank == 0)
            return site.Error(Diag.ShapeMismatch, "a scalar has no axis to sum over");
        if (inputs[0].DType == DType.Int8)
        {
            if (!site.IsPerTensor("the input", inputs[0]) || !site.HasOutputQuant(site.Output, 1f / 16, sbyte.MaxValue))
                return InferResult.Failed;
            if (inputs[0].Shape[^1] >= 1 << 12)
                return site.Error(
                    Diag.AccumulatorOverflow,
                    $"the last axis has {inputs[0].Shape[^1]} elements",
                    "sums of exponentials fit 32 bits for fewer than 4096"
                );
            if (LogSoftmaxParams.Compute(inputs[0]) is not { Exponentials.Multiplier: { Shift: >= 1, Multiplier: > 0 } })
                return site.Error(Diag.BadQuantization, $"the input scale {inputs[0].Quant.Scale:G9} gives a factor out of range");
        }

        return site.Output with
        {
            Shape = inputs[0].Shape,
        };
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var depth = context.InputType(0).Shape[^1];
        if (context.InputType(0).DType == DType.Float32)
        {
            RealSoftmax.Evaluate(context, beta: 1, isLogarithm: true);
            return;
        }

        var parameters = LogSoftmaxParams.Compute(context.InputType(0));
        for (var at = 0; at < context.Output<sbyte>().Length; at += depth)
            parameters.Apply(context.Input<sbyte>(0).Slice(at, depth), context.Output<sbyte>().Slice(at, depth));
    }

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var input = context.Types.Inputs[0];
        if (input.DType == DType.Float32)
            return RealSoftmax.Select(context, beta: 1, isLogarithm: true);
        var parameters = LogSoftmaxParams.Compute(input);
        return ConvertKernel.Select(
            KernelTable.Find("log_softmax", "s8"),
            new CParams(
                "te_log_softmax_params",
                [
                    new CField("depth", input.Shape[^1]),
                    new CField("multiplier", parameters.Exponentials.Multiplier.Multiplier),
                    new CField("leftShift", parameters.Exponentials.Multiplier.Shift),
                    new CField("diffMin", parameters.Exponentials.MinimumDifference),
                    new CField("reverseMultiplier", parameters.Reverse.Multiplier),
                    new CField("reverseShift", parameters.Reverse.Shift),
                ]
            ),
            context
        );
    }
}
