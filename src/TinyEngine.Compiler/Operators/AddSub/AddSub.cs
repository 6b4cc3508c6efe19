using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>What happens to the second operand.</summary>
internal enum AddSubKind
{
    /// <summary>It is added.</summary>
    Add,

    /// <summary>It is subtracted.</summary>
    Sub,
}

/// <summary>Sum or difference of two tensors, element by element, with broadcasting.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Activation">Bounds of the output codes.</param>
internal sealed partial record AddSub(AddSubKind Kind, Clamp Activation) : Op, IOperator<AddSub>, IFusesActivation, IRowOperator
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(AddSub), "sum or difference of two tensors, element by element")
        {
            DataTypes = [BinaryOperands.DataTypesInt8, BinaryOperands.DataTypesInt16],
            Limits = BinaryOperands.Limits,
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => Kind == AddSubKind.Add ? "ADD" : "SUB";

    /// <inheritdoc/>
    public override string Attributes => BinaryOperands.Describe(Activation);

    /// <inheritdoc/>
    public Op WithActivation(Clamp activation) => this with { Activation = activation };

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        var type = BinaryOperands.Infer(inputs, site, Activation);
        if (type.Succeeded && Params(inputs[0], inputs[1], site.Output).OutputMultiplier.Shift > 0)
            return site.Error(
                Diag.QuantizationMismatch,
                $"the output scale {site.Output.Quant.Scale:G9} is too small for operands with scales "
                    + $"{inputs[0].Quant.Scale:G9} and {inputs[1].Quant.Scale:G9}",
                "the rescaling factor must be below 1",
                Remedies.Calibrate
            );
        return type;
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context) =>
        BinaryOperands.Evaluate(context, Params(context.InputType(0), context.InputType(1), context.OutputType()));

    /// <summary>The fixed-point parameters for these types.</summary>
    public AddParams Params(TensorType first, TensorType second, TensorType output) =>
        Kind == AddSubKind.Add ? AddParams.ForAdd(first, second, output, Activation) : AddParams.ForSub(first, second, output, Activation);

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => Rows.Same(types.Inputs[input], outputRow);
}
