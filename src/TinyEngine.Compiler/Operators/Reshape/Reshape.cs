using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Gives the input's bytes another shape. They stay as they are, also where input and output declare different scales.</summary>
/// <param name="Target">Shape of the output.</param>
internal sealed partial record Reshape(Shape Target) : Op, IOperator<Reshape>, IAliasesInput
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Reshape), "Another shape for the same elements")
        {
            DataTypes = ["any type, unchanged"],
            Limits = "any rank; shape from a constant operand, the options or the declared output, −1 for one axis",
            Rows = "no: input and output are one buffer, whose bytes get another shape",
        };

    /// <inheritdoc/>
    public override string Name => "RESHAPE";

    /// <inheritdoc/>
    public override string Attributes => $"to {Target}";

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.OneBuffer;

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 1) || !site.KeepsType(inputs[0], site.Output))
            return InferResult.Failed;
        if (inputs[0].Shape.ElementCount != Target.ElementCount)
            return site.Error(Diag.ShapeMismatch, $"{inputs[0].Shape.ElementCount} elements of {inputs[0].Shape} do not fit {Target}");
        return site.Output with { Shape = Target };
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context) => context.Input<byte>(0).CopyTo(context.Output<byte>());
}
