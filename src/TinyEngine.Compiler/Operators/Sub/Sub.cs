using System.Diagnostics.CodeAnalysis;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Operators.Common;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>First operand minus second, element by element, with broadcasting.</summary>
/// <param name="Activation">Bounds of the output codes.</param>
[SuppressMessage("Naming", "CA1716", Justification = "SUB is the field's name; the keyword is one of another language")]
internal sealed partial record Sub(Clamp Activation) : Op, IOperator<Sub>, IFusesActivation, IRowOperator
{
    // Field of TFLite's SubOptions.
    private const int ActivationField = 0;

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Sub), "difference of two tensors, element by element")
        {
            Tflite = [new(BuiltinOperator.Sub, FromTflite, ToTflite)],
            DataTypes = [BinaryOperands.DataTypesInt8, BinaryOperands.DataTypesInt16],
            Limits = BinaryOperands.Limits,
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "SUB";

    /// <inheritdoc/>
    public override string Attributes => BinaryOperands.Describe(Activation);

    /// <inheritdoc/>
    public Op WithActivation(Clamp activation) => this with { Activation = activation };

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site) =>
        AddParams.Infer(inputs, site, Activation, AddParams.ForSub);

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context) =>
        BinaryOperands.Evaluate(context, Params(context.InputType(0), context.InputType(1), context.OutputType()));

    /// <summary>The fixed-point parameters for these types.</summary>
    public AddParams Params(TensorType first, TensorType second, TensorType output) => AddParams.ForSub(first, second, output, Activation);

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => Rows.Same(types.Inputs[input], outputRow);

    private static ImportedOp? FromTflite(TfliteNode node) =>
        node.CheckOperands(2, 2) && node.FusedClamp(ActivationField) is { } clamp ? ImportedOp.FirstOperands(new Sub(clamp), 2) : null;

    private static TfliteExport? ToTflite(Op op, OpTypes types) =>
        TfliteExports.Activation(((Sub)op).Activation, types.Outputs[0]) is { } activation
            ? TfliteExport.Plain(new TfliteOptions(BuiltinOptionsType.Sub).With(ActivationField, activation), 2)
            : null;
}
