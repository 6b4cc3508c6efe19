using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Families;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record RealSum : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [Of(BuiltinOperator.Mean, SumKind.Mean), Of(BuiltinOperator.Sum, SumKind.Sum)];

    private static TfliteMapping Of(BuiltinOperator code, SumKind kind) =>
        new(
            code,
            node => Reduction.FromTflite(node, (axes, keepDims) => new RealSum(kind, axes, keepDims)),
            (op, _) => op is RealSum sum && sum.Kind == kind ? Reduction.ToTflite(sum.Axes, sum.KeepDims) : null
        )
        {
            IsWriteOnly = true,
        };
}
