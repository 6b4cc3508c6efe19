using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Operators.Common;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>Sum of two tensors, element by element, with broadcasting.</summary>
/// <param name="Activation">Bounds of the output codes.</param>
internal sealed partial record Add(Clamp Activation) : Op, IOperator<Add>, IFusesActivation, IRowOperator
{
    // Field of TFLite's AddOptions.
    private const int ActivationField = 0;

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Add), "sum of two tensors, element by element")
        {
            Tflite = [new(BuiltinOperator.Add, FromTflite, ToTflite)],
            DataTypes = [BinaryOperands.DataTypesInt8, BinaryOperands.DataTypesInt16],
            Limits = BinaryOperands.Limits,
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "ADD";

    /// <inheritdoc/>
    public override string Attributes => BinaryOperands.Describe(Activation);

    /// <inheritdoc/>
    public Op WithActivation(Clamp activation) => this with { Activation = activation };

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site) =>
        AddParams.Infer(inputs, site, Activation, AddParams.ForAdd);

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context) =>
        BinaryOperands.Evaluate(context, Params(context.InputType(0), context.InputType(1), context.OutputType()));

    /// <summary>The fixed-point parameters for these types.</summary>
    public AddParams Params(TensorType first, TensorType second, TensorType output) => AddParams.ForAdd(first, second, output, Activation);

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => Rows.Same(types.Inputs[input], outputRow);

    private static ImportedOp? FromTflite(TfliteNode node) =>
        node.CheckOperands(2, 2) && node.FusedClamp(ActivationField) is { } clamp ? ImportedOp.FirstOperands(new Add(clamp), 2) : null;

    private static TfliteExport? ToTflite(Op op, OpTypes types) =>
        TfliteExports.Activation(((Add)op).Activation, types.Outputs[0]) is { } activation
            ? TfliteExport.Plain(new TfliteOptions(BuiltinOptionsType.Add).With(ActivationField, activation), 2)
            : null;
}
