using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Logistic : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.Logistic, FromTflite, ToTflite) { Version = site => site.ByType(int8: 2, int16: 3) }];

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        if (!node.CheckOperands(1, 1))
            return null;
        var input = node.Input(0);
        if (
            input is { DType: DType.Int16, Quant: { IsPerTensor: true, Scale: <= LogisticParams16.LargestScale } }
            && LogisticParams16.Compute(input) is { IsSteep: true } parameters
        )
            node.Warn(
                Diag.Saturates,
                $"codes beyond ±{parameters.LargestCode:N0} give 0 or 1, as the function does",
                $"times the input scale {input.Quant.Scale:G9} they exceed 32 bits in the reference, whose result is then undefined; "
                    + "all other codes give its bytes",
                Remedies.Calibrate
            );
        return ImportedOp.FirstOperands(input.DType == DType.Float32 ? new Unary(UnaryFunction.Logistic) : new Logistic(), 1);
    }

    private static TfliteExport ToTflite(Op op, OpTypes types) => TfliteExports.Unary(TfliteOptions.None);
}
