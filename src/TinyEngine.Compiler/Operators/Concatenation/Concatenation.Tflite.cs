using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Concatenation : IMapTflite
{
    // Fields of TFLite's ConcatenationOptions.
    private const int AxisField = 0,
        ActivationField = 1;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.Concatenation, FromTflite, ToTflite) { Version = site => site.ByType(int8: 2, int16: 3) }];

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        if (
            !node.CheckOperands(Math.Max(1, node.InputCount), int.MaxValue)
            || node.Axis(node.Options.Int32(AxisField), node.Input(0).Shape.Rank) is not { } axis
        )
            return null;
        if (node.Options.Byte(ActivationField) != (byte)FusedActivation.None)
            return node.Error(Diag.UnsupportedAttribute, "a fused activation is not supported", @try: "use a separate activation operator");
        return ImportedOp.FirstOperands(new Concatenation(axis), node.InputCount);
    }

    private static TfliteExport ToTflite(Op op, OpTypes types) =>
        TfliteExport.Plain(
            new TfliteOptions(BuiltinOptionsType.Concatenation)
                .With(AxisField, ((Concatenation)op).Axis)
                .With(ActivationField, (byte)FusedActivation.None),
            types.Inputs.Length
        );
}
