using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>Product of two tensors, element by element, with broadcasting.</summary>
/// <param name="Activation">Bounds of the output codes.</param>
internal sealed partial record Mul(Clamp Activation) : Op, IOperator<Mul>, IFusesActivation, IRowOperator
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Mul), "product of two tensors, element by element")
        {
            DataTypes = [BinaryOperands.DataTypesInt8, BinaryOperands.DataTypesInt16],
            Limits = BinaryOperands.Limits,
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "MUL";

    /// <inheritdoc/>
    public override string Attributes => BinaryOperands.Describe(Activation);

    /// <inheritdoc/>
    public Op WithActivation(Clamp activation) => this with { Activation = activation };

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        var result = BinaryOperands.Infer(inputs, site, Activation);
        return result.Succeeded && site.HasFactors(Params(inputs[0], inputs[1], site.Output).Multiplier) ? result : InferResult.Failed;
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context) =>
        BinaryOperands.Evaluate(context, Params(context.InputType(0), context.InputType(1), context.OutputType()));

    /// <summary>The fixed-point parameters for these types.</summary>
    public MulParams Params(TensorType first, TensorType second, TensorType output) => MulParams.Compute(first, second, output, Activation);

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => Rows.Same(types.Inputs[input], outputRow);
}
