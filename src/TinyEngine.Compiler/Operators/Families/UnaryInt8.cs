using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Families;

/// <summary>An operator from one int8 code to one int8 code, element by element: 256 bytes say everything about it.</summary>
internal abstract record UnaryInt8 : Op, ITableOperator, IRowOperator
{
    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site) =>
        site.IsUnaryInt8(inputs) && Accepts(inputs[0], site) ? site.Output with { Shape = inputs[0].Shape } : InferResult.Failed;

    /// <inheritdoc/>
    public abstract Table256 Table(TensorType input, TensorType output);

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context) =>
        Table(context.InputType(0), context.OutputType()).Apply(context.Input<byte>(0), context.Output<byte>());

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => new(outputRow, outputRow + 1);

    /// <summary>Further checks of the operator; reports an error when they fail.</summary>
    protected virtual bool Accepts(TensorType input, OpSite site) => true;
}
