namespace TinyEngine.Graph;

/// <summary>Element type of a tensor.</summary>
public enum DType
{
    /// <summary>Signed 8-bit integer, the quantized type of TFLite's int8 scheme.</summary>
    Int8,

    /// <summary>Unsigned 8-bit integer; only at the borders of a network (images) and in QUANTIZE.</summary>
    UInt8,

    /// <summary>Signed 16-bit integer, the activations of TFLite's 16x8 scheme.</summary>
    Int16,

    /// <summary>Signed 32-bit integer: biases, indices, accumulators.</summary>
    Int32,

    /// <summary>Signed 64-bit integer: biases of the 16x8 scheme.</summary>
    Int64,

    /// <summary>IEEE single precision; at the borders of a network and in islands of it.</summary>
    Float32,

    /// <summary>A byte that is 0 or 1: results of comparisons.</summary>
    Bool,

    /// <summary>Unsigned 32-bit integer: energies of audio front ends.</summary>
    UInt32,

    /// <summary>Unsigned 64-bit integer: sums of energies.</summary>
    UInt64,
}

/// <summary>Facts about element types.</summary>
internal static class DTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int ByteSize(this DType type) =>
        type switch
        {
            DType.Int8 or DType.UInt8 or DType.Bool => 1,
            DType.Int16 => 2,
            DType.Int32 or DType.Float32 or DType.UInt32 => 4,
            DType.Int64 or DType.UInt64 => 8,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
        };

    /// <summary>The name that people and JSON see, as TFLite and NumPy spell it.</summary>
    public static string Name(this DType type) => type.ToString().ToLowerInvariant();

    /// <summary>Smallest value of an integer type.</summary>
    public static long MinValue(this DType type) =>
        type switch
        {
            DType.Int8 => sbyte.MinValue,
            DType.UInt8 => byte.MinValue,
            DType.Int16 => short.MinValue,
            DType.Int32 => int.MinValue,
            DType.Int64 => long.MinValue,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not an integer type"),
        };

    /// <summary>Largest value of an integer type.</summary>
    public static long MaxValue(this DType type) =>
        type switch
        {
            DType.Int8 => sbyte.MaxValue,
            DType.UInt8 => byte.MaxValue,
            DType.Int16 => short.MaxValue,
            DType.Int32 => int.MaxValue,
            DType.Int64 => long.MaxValue,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not an integer type"),
        };
}
