using System.Buffers.Binary;
using System.Globalization;
using TinyEngine.Graph;

namespace TinyEngine.Toolchain.Verification;

/// <summary>The place of a difference.</summary>
/// <param name="Sample">Sample number.</param>
/// <param name="Output">Output number.</param>
/// <param name="Name">Output name.</param>
/// <param name="Index">Element in the output, row-major.</param>
/// <param name="Expected">Expected code or number.</param>
/// <param name="Actual">Actual code or number.</param>
internal sealed record Difference(int Sample, int Output, string Name, int Index, double Expected, double Actual)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"sample {Sample}, output {Output} '{Name}', element {Index}: expected {Expected:R}, got {Actual:R}"
        );
}

/// <summary>Outputs against expectations.</summary>
/// <param name="Match">Whether every element is within tolerance.</param>
/// <param name="MaxAbsDiff">Largest difference: integer codes, or units in the last place for float32.</param>
/// <param name="Differing">Elements that differ at all.</param>
/// <param name="Elements">Elements compared.</param>
/// <param name="First">The first element that differs at all.</param>
internal sealed record OutputComparison(bool Match, long MaxAbsDiff, long Differing, long Elements, Difference? First)
{
    /// <summary>Compares the outputs of some samples; those without expectations are left out.</summary>
    public static OutputComparison Compare(
        IReadOnlyList<ModelPort> ports,
        IReadOnlyList<Sample> samples,
        IReadOnlyList<IReadOnlyList<ReadOnlyMemory<byte>>> outputs,
        VerifyOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(ports);
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(options);
        var total = new OutputComparison(true, 0, 0, 0, null);
        for (var sample = 0; sample < samples.Count; sample++)
        {
            for (var output = 0; output < samples[sample].Expected.Count; output++)
            {
                var tolerance = ports[output].Type == DType.Float32 ? options.ToleranceUlps : options.ToleranceCodes;
                total = total.Add(
                    ports[output],
                    samples[sample].Expected[output].Span,
                    outputs[sample][output].Span,
                    tolerance,
                    sample,
                    output
                );
            }
        }
        return total;
    }

    private OutputComparison Add(
        ModelPort port,
        ReadOnlySpan<byte> expected,
        ReadOnlySpan<byte> actual,
        long tolerance,
        int sample,
        int output
    )
    {
        var size = port.Type.ByteSize();
        var count = Math.Min(expected.Length, actual.Length) / size;
        if (expected.SequenceEqual(actual))
            return this with { Elements = Elements + count };
        var result = this with { Elements = Elements + count };
        for (var i = 0; i < count; i++)
        {
            var wanted = expected.Slice(i * size, size);
            var got = actual.Slice(i * size, size);
            var distance = Distance(port.Type, wanted, got);
            if (distance == 0)
                continue;
            result = result with
            {
                Match = result.Match && distance <= tolerance,
                MaxAbsDiff = Math.Max(result.MaxAbsDiff, distance),
                Differing = result.Differing + 1,
                First = result.First ?? new Difference(sample, output, port.Name, i, Number(port.Type, wanted), Number(port.Type, got)),
            };
        }
        return result;
    }

    /// <summary>Distance of two elements: integer codes, or representable float32 numbers between them.</summary>
    /// <remarks>+0 and -0 are equal, any NaN equals any NaN and is as far as possible from every number.</remarks>
    internal static long Distance(DType type, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (type != DType.Float32)
        {
            var distance = Int128.Abs((Int128)Code(type, a) - Code(type, b));
            return distance > long.MaxValue ? long.MaxValue : (long)distance;
        }
        var x = BinaryPrimitives.ReadSingleLittleEndian(a);
        var y = BinaryPrimitives.ReadSingleLittleEndian(b);
        if (float.IsNaN(x) || float.IsNaN(y))
            return float.IsNaN(x) == float.IsNaN(y) ? 0 : long.MaxValue;
        return Math.Abs(Ordinal(x) - Ordinal(y));
    }

    // Numbers the floats in order: neighbours differ by 1, both zeros are 0.
    private static long Ordinal(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value);
        return bits >= 0 ? bits : -(long)(bits & 0x7fffffff);
    }

    private static double Number(DType type, ReadOnlySpan<byte> element) =>
        type == DType.Float32 ? BinaryPrimitives.ReadSingleLittleEndian(element) : Code(type, element);

    private static long Code(DType type, ReadOnlySpan<byte> element) =>
        type switch
        {
            DType.Int8 => (sbyte)element[0],
            DType.UInt8 or DType.Bool => element[0],
            DType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(element),
            DType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(element),
            DType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(element),
            DType.UInt64 => unchecked((long)BinaryPrimitives.ReadUInt64LittleEndian(element)),
            DType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(element),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
        };
}
