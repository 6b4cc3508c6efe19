using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>
/// Gives a variable new elements at its end; as many at its front are forgotten, and what is between moves to the front. As many new
/// elements as the variable has replace all of it. Operands: variable, new elements. Output: the variable afterwards.
/// </summary>
internal sealed partial record UpdateVariable : Op, IOperator<UpdateVariable>, IUpdatesVariable
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(UpdateVariable), "Keeps a tensor for the next run")
        {
            DataTypes = ["any type, unchanged"],
            Limits = "any rank; a variable that is joined with new rows and cut again keeps its rows in one place",
            Rows = "no: it changes a variable as a whole",
        };

    /// <inheritdoc/>
    public override string Name => "ASSIGN_VARIABLE";

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => "it changes a variable as a whole";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 2)
            || !site.KeepsType(inputs[0], site.Output)
            || !site.KeepsType(inputs[1], site.Output)
            || !site.HasSameQuant(inputs[0], site.Output, "the variable")
            || !site.HasSameQuant(inputs[1], site.Output, "what is assigned")
        )
            return InferResult.Failed;
        return inputs[1].Shape.ElementCount <= inputs[0].Shape.ElementCount
            ? site.Output with
            {
                Shape = inputs[0].Shape,
            }
            : site.Error(Diag.ShapeMismatch, $"a variable of {inputs[0].Shape} has no room for {inputs[1].Shape}");
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var state = context.State<byte>(0);
        var added = context.Input<byte>(1);
        state[added.Length..].CopyTo(state);
        added.CopyTo(state[^added.Length..]);
        state.CopyTo(context.Output<byte>());
    }
}
