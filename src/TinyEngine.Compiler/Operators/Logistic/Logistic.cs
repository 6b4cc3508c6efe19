using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>The logistic function 1 / (1 + exp(−x)).</summary>
internal sealed partial record Logistic : Op, IOperator<Logistic>, IRowOperator, ITableOperator
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Logistic), "Logistic function")
        {
            DataTypes = ["int8 → int8 (scale 1/256, zero point −128)", "int16 → int16 (scale 1/32768, zero points 0)"],
            Limits = "any shape; per-tensor quantization; codes of int16 that the reference cannot multiply saturate (decision 0023)",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "LOGISTIC";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 1)
            || !site.IsActivation("the input", inputs[0], DType.Int8, DType.Int16)
            || !site.IsActivation("the output", site.Output, inputs[0].DType)
            || !site.HasOutputQuant(
                site.Output,
                site.Output.DType == DType.Int8 ? 1f / 256 : 1f / 32768,
                site.Output.DType == DType.Int8 ? -128 : 0
            )
        )
            return InferResult.Failed;
        if (inputs[0].DType == DType.Int16 && inputs[0].Quant.Scale > LogisticParams16.LargestScale)
            return site.Error(
                Diag.QuantizationMismatch,
                $"the input scale {inputs[0].Quant.Scale:G9} is too large",
                "the reference's factor for codes does not fit 32 bits, so that no code but 0 has a defined result",
                Remedies.Calibrate
            );
        return site.Output with { Shape = inputs[0].Shape };
    }

    /// <inheritdoc/>
    public Table256? Table(TensorType input, TensorType output) =>
        Table256.Fits(input, output) ? Table256.Create(input.DType, LogisticParams.Compute(input).Apply) : null;

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        if (Table(context.InputType(0), context.OutputType()) is { } table)
        {
            table.Apply(context.Input<byte>(0), context.Output<byte>());
            return;
        }

        var parameters = LogisticParams16.Compute(context.InputType(0));
        var input = context.Input<short>(0);
        var output = context.Output<short>();
        for (var i = 0; i < output.Length; i++)
            output[i] = (short)parameters.Apply(input[i]);
    }

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => Rows.Same(types.Inputs[0], outputRow);
}
