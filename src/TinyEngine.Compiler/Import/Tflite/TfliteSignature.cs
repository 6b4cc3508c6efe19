using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;

namespace TinyEngine.Compiler.Import.Tflite;

/// <summary>What decides about the version of an operator in a file: its options and the tensors around it.</summary>
/// <param name="Options">Its options.</param>
/// <param name="Inputs">Its operands; null for one that is absent.</param>
/// <param name="Outputs">Its results.</param>
internal sealed record TfliteSignature(TfliteOptions Options, ImmutableArray<TfliteTensor?> Inputs, ImmutableArray<TfliteTensor> Outputs)
{
    /// <summary>Element type of the first operand.</summary>
    public TfliteTensorType Type => TypeOf(0) ?? TfliteTensorType.Int8;

    /// <summary>Axes of the first operand.</summary>
    public int Rank => Inputs[0]?.Shape.Count ?? 0;

    /// <summary>Scale of the first result.</summary>
    public float OutputScale => ScaleOf(Outputs[0]);

    /// <summary>Whether two operands of different shapes have more than four axes.</summary>
    public bool IsWideBroadcast => Inputs is [{ } a, { } b, ..] && a.Shape != b.Shape && Math.Max(a.Shape.Count, b.Shape.Count) > 4;

    /// <summary>Whether an operand is there.</summary>
    public bool Has(int operand) => operand < Inputs.Length && Inputs[operand] is not null;

    /// <summary>Element type of an operand; null when it is absent.</summary>
    public TfliteTensorType? TypeOf(int operand) => Has(operand) ? Inputs[operand]!.Type : null;

    /// <summary>First scale of an operand; 0 without one.</summary>
    public float ScaleOf(int operand) => ScaleOf(Inputs[operand]);

    /// <summary>A version that the element type decides; 1 for all but int8 and int16.</summary>
    public int ByType(int int8, int int16 = 1) =>
        Type switch
        {
            TfliteTensorType.Int8 => int8,
            TfliteTensorType.Int16 => int16,
            _ => 1,
        };

    private static float ScaleOf(TfliteTensor? tensor) => tensor?.Quantization?.Scales is [var scale, ..] ? scale : 0;
}
