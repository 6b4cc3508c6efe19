using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>The smaller or the larger of two elements, with broadcasting.</summary>
/// <param name="TakesLarger">MAXIMUM rather than MINIMUM.</param>
internal sealed partial record MinMax(bool TakesLarger) : Op, IOperator<MinMax>, IRowOperator
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(MinMax), "The smaller or larger of two elements")
        {
            DataTypes = ["int8, int8 → int8", "int16, int16 → int16 (zero points 0)"],
            Limits = "broadcasting over up to 6 axes; operands and output quantized alike; int16 in whole tensors",
            Rows = "yes, of int8",
        };

    /// <inheritdoc/>
    public override string Name => TakesLarger ? "MAXIMUM" : "MINIMUM";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 2)
            || !site.IsActivation("the first operand", inputs[0], DType.Int8)
            || !site.IsActivation("the second operand", inputs[1], DType.Int8)
            || !site.IsActivation("the output", site.Output, DType.Int8)
            || !site.HasSameQuant(inputs[0], site.Output, "the first operand")
            || !site.HasSameQuant(inputs[1], site.Output, "the second operand")
        )
            return InferResult.Failed;
        return BinaryOperands.InferShape(inputs, site);
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        if (TakesLarger)
            BinaryOperands.Evaluate(context, default(Larger));
        else
            BinaryOperands.Evaluate(context, default(Smaller));
    }

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => Rows.Same(types.Inputs[input], outputRow);

    private readonly struct Larger : IBinaryCodeFunction
    {
        public int Apply(int first, int second) => Math.Max(first, second);
    }

    private readonly struct Smaller : IBinaryCodeFunction
    {
        public int Apply(int first, int second) => Math.Min(first, second);
    }
}
