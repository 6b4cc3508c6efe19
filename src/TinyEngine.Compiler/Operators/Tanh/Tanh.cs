using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>Hyperbolic tangent.</summary>
internal sealed partial record Tanh : Op, IOperator<Tanh>, ITableOperator, IRowOperator
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Tanh), "Hyperbolic tangent")
        {
            DataTypes = ["int8 → int8 with scale 1/128 and zero point 0", "int16 → int16 with scale 1/32768, both with zero point 0"],
            Limits = "any shape; per-tensor quantization",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "TANH";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 1)
            || !site.IsActivation("the input", inputs[0], DType.Int8, DType.Int16)
            || !site.IsActivation("the output", site.Output, inputs[0].DType)
        )
            return InferResult.Failed;
        var scale = inputs[0].DType == DType.Int8 ? 1f / 128 : 1f / 32768;
        if (!site.HasOutputQuant(site.Output, scale, 0))
            return InferResult.Failed;
        return site.Output with { Shape = inputs[0].Shape };
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        if (Table(context.InputType(0), context.OutputType()) is { } table)
        {
            table.Apply(context.Input<byte>(0), context.Output<byte>());
            return;
        }

        var parameters = Tanh16Params.Create(context.InputType(0));
        var input = context.Input<short>(0);
        var output = context.Output<short>();
        for (var i = 0; i < output.Length; i++)
            output[i] = parameters.Apply(input[i]);
    }

    /// <inheritdoc/>
    public Table256? Table(TensorType input, TensorType output) =>
        Table256.Fits(input, output) ? Table256.Create(DType.Int8, Tanh8Params.Create(input).Apply) : null;

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => new(outputRow, outputRow + 1);
}
