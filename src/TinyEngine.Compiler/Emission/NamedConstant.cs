using TinyEngine.Compiler.Calls;

namespace TinyEngine.Compiler.Emission;

/// <summary>A constant array under its name in C. Its bytes are made when they are asked for: a plan needs no more than its size.</summary>
/// <param name="symbol">Its name.</param>
/// <param name="kind">Where it counts.</param>
/// <param name="byteSize">Its bytes.</param>
/// <param name="make">Makes the array.</param>
internal sealed class NamedConstant(string symbol, ConstantKind kind, int byteSize, Func<CArray> make)
{
    private readonly Lazy<CArray> _array = new(make);

    /// <summary>A constant whose array exists.</summary>
    public static NamedConstant Of(string symbol, CArray array) => new(symbol, array.Kind, array.Data.Length, () => array);

    /// <summary>Its name.</summary>
    public string Symbol => symbol;

    /// <summary>Where it counts.</summary>
    public ConstantKind Kind => kind;

    /// <summary>Its bytes.</summary>
    public int ByteSize => byteSize;

    /// <summary>Its content.</summary>
    public CArray Array => _array.Value;

    /// <summary>Whether both hold the same elements.</summary>
    public bool IsEqualTo(NamedConstant other) =>
        ByteSize == other.ByteSize
        && Kind == other.Kind
        && Array.CType == other.Array.CType
        && Array.Data.Span.SequenceEqual(other.Array.Data.Span);
}
