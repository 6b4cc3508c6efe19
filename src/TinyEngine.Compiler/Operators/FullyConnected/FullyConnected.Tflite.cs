using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record FullyConnected : IMapTflite
{
    // Fields of TFLite's FullyConnectedOptions.
    private const int ActivationField = 0,
        WeightsFormatField = 1,
        KeepDimsField = 2;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.FullyConnected, FromTflite, ToTflite) { Version = VersionOf }];

    /// <summary>Reads the operator, which is the general one unless the weights are constants around 0.</summary>
    public static ImportedOp? FromTflite(TfliteNode node)
    {
        if (!node.CheckOperands(2, 3))
            return null;
        if (node.Has(2) && node.ConstantTensor(2, "bias") is null)
            return null;
        if (node.Options.Byte(WeightsFormatField) != 0)
            return node.Error(
                Diag.UnsupportedAttribute,
                "shuffled weights are not supported",
                "the format is a private one of TFLite's optimised kernels"
            );
        if (node.FusedClamp(ActivationField) is not { } clamp)
            return null;
        var keepDims = node.Options.Bool(KeepDimsField);
        var isGeneral = !node.IsConstant(1) || node.Input(1).Quant is { IsPerTensor: true, ZeroPoint: not 0 };
        return ImportedOp.FirstOperands(
            isGeneral ? new GeneralFullyConnected(keepDims, clamp) : new FullyConnected(keepDims, clamp),
            node.Has(2) ? 3 : 2
        );
    }

    private static TfliteExport? ToTflite(Op op, OpTypes types) =>
        ToTflite(((FullyConnected)op).KeepDims, ((FullyConnected)op).Activation, types);

    /// <summary>Writes the operator.</summary>
    /// <param name="keepDims">Whether the output keeps all axes of the input but the last.</param>
    /// <param name="clamp">Bounds of the output codes.</param>
    /// <param name="types">Types around the node.</param>
    public static TfliteExport? ToTflite(bool keepDims, Clamp clamp, OpTypes types)
    {
        if (TfliteExports.Activation(clamp, types.Outputs[0]) is not { } activation)
            return null;
        var options = new TfliteOptions(BuiltinOptionsType.FullyConnected)
            .With(ActivationField, activation)
            .With(WeightsFormatField, 0)
            .With(KeepDimsField, keepDims);
        return new TfliteExport(options, types.Inputs.Length == 3 ? [0, 1, 2] : [0, 1, -1], [])
        {
            Implied = TfliteExports.BiasQuant(types),
        };
    }

    /// <summary>The version of the operator that a file must name.</summary>
    public static int VersionOf(TfliteSignature site)
    {
        if (site.Type == TfliteTensorType.Int16)
            return site.TypeOf(2) == TfliteTensorType.Int32 ? 11 : 7;
        if (site.Inputs[1]?.Quantization?.Scales.Count > 1)
            return 12;
        return !site.Has(2) ? 6
            : site.Options.Bool(KeepDimsField) ? 5
            : 4;
    }
}
