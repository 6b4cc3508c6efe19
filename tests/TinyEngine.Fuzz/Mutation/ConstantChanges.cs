using TinyEngine.Compiler.Formats.Tflite;

namespace TinyEngine.Fuzz.Mutation;

/// <summary>Contents and lengths of buffers.</summary>
internal static class ConstantChanges
{
    private const int MaximumConstantBytes = 1 << 16;

    private static readonly int[] Numbers = [0, 1, 2, 3, 4, -1, -2, -3, -128, 127, 5, 16, 100, 65_536, 1 << 30, int.MaxValue, int.MinValue];

    /// <summary>All bytes of a constant: random, or all at an extreme.</summary>
    public static TfliteModel? Values(TfliteModel model, Random random)
    {
        if (Pick(model, random) is not { } index)
            return null;
        var bytes = model.Buffers[index].Data.ToArray();
        Fill(bytes, random);
        return model.WithBuffer(index, bytes);
    }

    /// <summary>One int32 of a constant, which may be an axis, a size or a bias.</summary>
    private static TfliteModel Integers32(TfliteModel model, int index, Random random)
    {
        var bytes = model.Buffers[index].Data.ToArray();
        var value = random.Next(3) == 0 ? random.Next(-4, 9) : Numbers[random.Next(Numbers.Length)];
        if (bytes.Length >= 4)
            BitConverter.TryWriteBytes(bytes.AsSpan(random.Next(bytes.Length / 4) * 4), value);
        else
            bytes[0] = (byte)value;
        return model.WithBuffer(index, bytes);
    }

    /// <summary>One int32 of a small constant.</summary>
    public static TfliteModel? Integers(TfliteModel model, Random random)
    {
        var integers = model
            .Graph()
            .Tensors.Items.Where(t => t.Type is TfliteTensorType.Int32 or TfliteTensorType.Int64)
            .Select(t => t.BufferIndex)
            .Where(b => (uint)b < (uint)model.Buffers.Count && !model.Buffers[b].Data.IsEmpty)
            .ToList();
        return integers.Count == 0 ? null : Integers32(model, integers[random.Next(integers.Count)], random);
    }

    /// <summary>A constant of int32 becomes one of int64, as some converters write indices.</summary>
    public static TfliteModel? Widen(TfliteModel model, Random random)
    {
        var graph = model.Graph();
        var narrow = Enumerable
            .Range(0, graph.Tensors.Count)
            .Where(index =>
                graph.Tensors[index] is { Type: TfliteTensorType.Int32 } tensor
                && (uint)tensor.BufferIndex < (uint)model.Buffers.Count
                && !model.Buffers[tensor.BufferIndex].Data.IsEmpty
            )
            .ToList();
        if (narrow.Count == 0)
            return null;
        var chosen = narrow[random.Next(narrow.Count)];
        var old = model.Buffers[graph.Tensors[chosen].BufferIndex].Data.Span;
        var wide = new byte[old.Length / 4 * 8];
        for (var i = 0; i < old.Length / 4; i++)
            BitConverter.TryWriteBytes(wide.AsSpan(8 * i), (long)BitConverter.ToInt32(old[(4 * i)..]));
        if (random.Next(5) == 0 && wide.Length > 0)
            BitConverter.TryWriteBytes(wide, random.NextInt64());
        return (model with { Buffers = [.. model.Buffers.Items, new TfliteBuffer(wide)] }).WithTensor(
            chosen,
            graph.Tensors[chosen] with
            {
                Type = TfliteTensorType.Int64,
                BufferIndex = model.Buffers.Count,
            }
        );
    }

    /// <summary>More or fewer bytes, or none.</summary>
    public static TfliteModel? Length(TfliteModel model, Random random)
    {
        if (Pick(model, random) is not { } index)
            return null;
        var bytes = model.Buffers[index].Data.ToArray();
        Array.Resize(
            ref bytes,
            random.Next(4) switch
            {
                0 => 0,
                1 => bytes.Length - 1,
                2 => bytes.Length + 1,
                _ => bytes.Length * 2,
            }
        );
        return model.WithBuffer(index, bytes);
    }

    /// <summary>Gives constants the length that their tensors ask for.</summary>
    public static TfliteModel Fit(TfliteModel model, Random random)
    {
        foreach (var tensor in model.Graph().Tensors)
        {
            if ((uint)tensor.BufferIndex >= (uint)model.Buffers.Count || model.Buffers[tensor.BufferIndex].Data.IsEmpty)
                continue;
            var bytes = tensor.Shape.Items.Aggregate((long)ElementBytes(tensor.Type), (product, size) =>
                product is < 1 or > MaximumConstantBytes ? 0 : product * size
            );
            if (bytes is < 1 or > MaximumConstantBytes || bytes == model.Buffers[tensor.BufferIndex].Data.Length)
                continue;
            var old = model.Buffers[tensor.BufferIndex].Data;
            var data = new byte[bytes];
            random.NextBytes(data);
            old[..(int)Math.Min(bytes, old.Length)].CopyTo(data);
            model = model.WithBuffer(tensor.BufferIndex, data);
        }

        return model;
    }

    private static int ElementBytes(TfliteTensorType type) =>
        type switch
        {
            TfliteTensorType.Int8 or TfliteTensorType.UInt8 or TfliteTensorType.Bool => 1,
            TfliteTensorType.Int16 => 2,
            TfliteTensorType.Int32 or TfliteTensorType.Float32 or TfliteTensorType.UInt32 => 4,
            TfliteTensorType.Int64 or TfliteTensorType.UInt64 => 8,
            _ => 0,
        };

    private static void Fill(byte[] bytes, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                Array.Fill(bytes, (byte)0x80);
                break;
            case 1:
                Array.Fill(bytes, (byte)0x7F);
                break;
            case 2:
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                break;
            default:
                random.NextBytes(bytes);
                break;
        }
    }

    private static int? Pick(TfliteModel model, Random random)
    {
        var full = Enumerable.Range(0, model.Buffers.Count).Where(b => !model.Buffers[b].Data.IsEmpty).ToList();
        return full.Count == 0 ? null : full[random.Next(full.Count)];
    }
}
