using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record GeneralFullyConnected : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.FullyConnected, FullyConnected.FromTflite, ToTflite) { Version = FullyConnected.VersionOf, IsWriteOnly = true }];

    private static TfliteExport? ToTflite(Op op, OpTypes types) =>
        FullyConnected.ToTflite(((GeneralFullyConnected)op).KeepDims, ((GeneralFullyConnected)op).Activation, types);
}
