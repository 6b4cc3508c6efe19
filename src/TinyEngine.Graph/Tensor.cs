using System.Runtime.InteropServices;

namespace TinyEngine.Graph;

/// <summary>A tensor with its bytes: dense, row-major, little-endian.</summary>
/// <param name="Type">Element type, shape, quantization.</param>
/// <param name="Bytes">Exactly <see cref="TensorType.ByteSize"/> bytes.</param>
internal readonly record struct Tensor(TensorType Type, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The elements, reinterpreted.</summary>
    /// <typeparam name="T">The CLR type of the element type, for example <see cref="sbyte"/> for int8.</typeparam>
    public ReadOnlySpan<T> As<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes.Span);

    /// <summary>Integer elements of any width, widened to int64.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds floats.</exception>
    public long[] ToInt64() =>
        Type.DType switch
        {
            DType.Int8 => Widen(As<sbyte>()),
            DType.UInt8 or DType.Bool => Widen(As<byte>()),
            DType.Int16 => Widen(As<short>()),
            DType.Int32 => Widen(As<int>()),
            DType.UInt32 => Widen(As<uint>()),
            DType.Int64 => As<long>().ToArray(),
            _ => throw new InvalidOperationException($"{Type.DType} is not an integer type"),
        };

    private static long[] Widen<T>(ReadOnlySpan<T> items)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        var wide = new long[items.Length];
        for (var i = 0; i < items.Length; i++)
            wide[i] = long.CreateChecked(items[i]);
        return wide;
    }
}
