using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Binary : IMapTflite
{
    // Field of the options of ADD, SUB, MUL and DIV.
    private const int ActivationField = 0;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        Of(BuiltinOperator.Div, BinaryFunction.Div, BuiltinOptionsType.Div, isFused: true),
        Of(BuiltinOperator.SquaredDifference, BinaryFunction.SquaredDifference, BuiltinOptionsType.None) with
        {
            Version = site => site.ByType(int8: 2, int16: 3),
        },
        Of(BuiltinOperator.FloorDiv, BinaryFunction.FloorDiv, BuiltinOptionsType.None),
        Of(BuiltinOperator.FloorMod, BinaryFunction.FloorMod, BuiltinOptionsType.None),
        Of(BuiltinOperator.Add, BinaryFunction.Add, BuiltinOptionsType.Add, isFused: true) with
        {
            IsWriteOnly = true,
        },
        Of(BuiltinOperator.Sub, BinaryFunction.Sub, BuiltinOptionsType.Sub, isFused: true) with
        {
            IsWriteOnly = true,
        },
        Of(BuiltinOperator.Mul, BinaryFunction.Mul, BuiltinOptionsType.Mul, isFused: true) with
        {
            IsWriteOnly = true,
        },
        Of(BuiltinOperator.Minimum, BinaryFunction.Minimum, BuiltinOptionsType.MaximumMinimum) with
        {
            IsWriteOnly = true,
        },
        Of(BuiltinOperator.Maximum, BinaryFunction.Maximum, BuiltinOptionsType.MaximumMinimum) with
        {
            IsWriteOnly = true,
        },
    ];

    /// <summary>Reads an operator on float32 or int32, which the operator of codes hands on; null for other types.</summary>
    /// <param name="node">The operator.</param>
    /// <param name="function">What it computes.</param>
    /// <param name="activationField">Where its options hold an activation; negative when they hold none.</param>
    internal static ImportedOp? Unquantized(TfliteNode node, BinaryFunction function, int activationField = -1)
    {
        if (node.InputCount != 2 || !node.Has(0) || node.Input(0) is not { DType: DType.Float32 or DType.Int32, Quant.IsQuantized: false })
            return null;
        var activation = activationField < 0 ? FusedActivation.None : (FusedActivation)node.Options.Byte(activationField);
        return node.CheckOperands(2, 2) ? ImportedOp.FirstOperands(new Binary(function, activation), 2) : null;
    }

    private static TfliteMapping Of(BuiltinOperator code, BinaryFunction function, BuiltinOptionsType options, bool isFused = false) =>
        new(
            code,
            node =>
                node.CheckOperands(2, 2)
                    ? ImportedOp.FirstOperands(
                        new Binary(function, isFused ? (FusedActivation)node.Options.Byte(ActivationField) : FusedActivation.None),
                        2
                    )
                    : null,
            (op, _) => op is Binary binary && binary.Function == function ? Export(binary, options, isFused) : null
        );

    private static TfliteExport Export(Binary binary, BuiltinOptionsType type, bool isFused)
    {
        var options = type == BuiltinOptionsType.None ? TfliteOptions.None : new TfliteOptions(type);
        return TfliteExport.Plain(isFused ? options.With(ActivationField, (byte)binary.Activation) : options, 2);
    }
}
