using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Svdf : IMapTflite
{
    // Fields of TFLite's SVDFOptions.
    private const int RankField = 0,
        ActivationField = 1;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } = [new(BuiltinOperator.Svdf, FromTflite, ToTflite) { Version = _ => 3 }];

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        const int Bias = 3,
            State = 4;
        if (!node.CheckOperands(3, 5))
            return null;
        if (!node.Has(State))
            return node.Error(Diag.OperandCount, $"operand {State}, the state, is required but absent");
        if (
            node.ConstantTensor(1, "feature weights") is null
            || node.ConstantTensor(2, "time weights") is null
            || (node.Has(Bias) && node.ConstantTensor(Bias, "bias") is null)
        )
            return null;
        if (node.IsConstant(State))
            return node.Error(Diag.UnsupportedAttribute, "the state is a constant", "it must be a variable tensor");
        if (
            (FusedActivation)node.Options.Byte(ActivationField) is var activation
            && activation is not (FusedActivation.None or FusedActivation.Relu)
        )
            return node.Error(
                Diag.UnsupportedAttribute,
                $"fused activation {activation} is not supported",
                "NONE and RELU are",
                "use a separate activation operator"
            );
        return new ImportedOp(new Svdf(node.Options.Int32(RankField)), node.Has(Bias) ? [0, 1, 2, State, Bias] : [0, 1, 2, State]);
    }

    private static TfliteExport ToTflite(Op op, OpTypes types) =>
        new(
            new TfliteOptions(BuiltinOptionsType.Svdf).With(RankField, ((Svdf)op).Rank),
            [0, 1, 2, types.Inputs.Length > 4 ? 4 : -1, 3],
            []
        );
}
