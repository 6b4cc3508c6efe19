using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Operators.Common;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>Product of two tensors, element by element, with broadcasting.</summary>
/// <param name="Activation">Bounds of the output codes.</param>
internal sealed partial record Mul(Clamp Activation) : Op, IOperator<Mul>, IFusesActivation, IRowOperator
{
    // Field of TFLite's MulOptions.
    private const int ActivationField = 0;

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Mul), "product of two tensors, element by element")
        {
            Tflite = [new(BuiltinOperator.Mul, FromTflite, ToTflite)],
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

    private static ImportedOp? FromTflite(TfliteNode node) =>
        node.CheckOperands(2, 2) && node.FusedClamp(ActivationField) is { } clamp ? ImportedOp.FirstOperands(new Mul(clamp), 2) : null;

    private static TfliteExport? ToTflite(Op op, OpTypes types) =>
        TfliteExports.Activation(((Mul)op).Activation, types.Outputs[0]) is { } activation
            ? TfliteExport.Plain(new TfliteOptions(BuiltinOptionsType.Mul).With(ActivationField, activation), 2)
            : null;
}
