using System.Buffers.Binary;
using System.Collections.Immutable;
using TinyEngine.Graph;

namespace TinyEngine.Cli;

/// <summary>Inputs that look random and are always the same, for measurements without data.</summary>
internal static class RandomInput
{
    /// <summary>One tensor for each graph input.</summary>
    public static ImmutableArray<byte[]> Make(Network graph, ulong seed)
    {
        var state = seed;
        return [.. graph.Inputs.Select(id => Tensor(graph, graph[id], ref state))];
    }

    private static byte[] Tensor(Network graph, Value value, ref ulong state)
    {
        var bytes = new byte[value.Type.ByteSize];
        switch (value.Type.DType)
        {
            case DType.Int8 or DType.UInt8 or DType.Int16:
                for (var i = 0; i < bytes.Length; i++)
                    bytes[i] = (byte)(Next(ref state) >> 56);
                break;
            case DType.Bool:
                for (var i = 0; i < bytes.Length; i++)
                    bytes[i] = (byte)(Next(ref state) >> 63);
                break;
            case DType.Float32:
                var (low, high) = Range(graph, value.Id);
                for (var i = 0; i < bytes.Length; i += sizeof(float))
                    BinaryPrimitives.WriteSingleLittleEndian(
                        bytes.AsSpan(i),
                        low + ((high - low) * ((Next(ref state) >> 40) / (float)(1 << 24)))
                    );
                break;
            default: // indices: 0 is always inside
                break;
        }

        return bytes;
    }

    /// <summary>The range of real numbers that the first reader can tell apart; −1 to 1 when it does not quantize.</summary>
    private static (float Low, float High) Range(Network graph, ValueId input)
    {
        var reader = graph.Consumers(input) is [var first, ..] ? graph[graph.Nodes[first].Outputs[0]].Type : null;
        if (reader is not { Quant.IsPerTensor: true, DType: not DType.Float32 })
            return (-1, 1);
        float Real(long code) => reader.Quant.Scale * (code - reader.Quant.ZeroPoint);
        return (Real(reader.DType.MinValue()), Real(reader.DType.MaxValue()));
    }

    /// <summary>SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014).</summary>
    private static ulong Next(ref ulong state)
    {
        unchecked
        {
            var z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
