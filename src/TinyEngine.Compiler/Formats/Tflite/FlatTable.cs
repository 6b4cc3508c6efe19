using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Formats.Tflite;

/// <summary>
/// One table of a FlatBuffer whose header has been checked. The default value is a table that does not exist: every field is absent.
/// Fields are named by number for the file and by name for the diagnostics.
/// </summary>
internal readonly struct FlatTable(FlatBufferReader reader, int position, int vtable, int vtableBytes, int tableBytes, FieldPath path)
{
    /// <summary>Whether there is a table.</summary>
    public bool Exists => reader is not null;

    /// <summary>Where the table is, for diagnostics.</summary>
    public FieldPath Path => path;

    /// <summary>Whether a field is present.</summary>
    public bool Has(int field) => reader is not null && Slot(field) != 0;

    public bool Bool(int field, string name, bool @default = false) => At(field, 1, name) is { } at ? reader.Span(at, 1)[0] != 0 : @default;

    public byte Byte(int field, string name, byte @default = 0) => At(field, 1, name) is { } at ? reader.Span(at, 1)[0] : @default;

    public int Int32(int field, string name, int @default = 0) => At(field, 4, name) is { } at ? reader.Int32At(at) : @default;

    public long Int64(int field, string name, long @default = 0) =>
        At(field, 8, name) is { } at ? BinaryPrimitives.ReadInt64LittleEndian(reader.Span(at, 8)) : @default;

    /// <summary>A text; <c>null</c> when absent.</summary>
    public string? String(int field, string name) =>
        Vector(field, 1, name) is { } v ? Encoding.UTF8.GetString(reader.Span(v.Start, v.Count)) : null;

    public EquatableArray<int> Int32s(int field, string name) => Scalars<int>(field, sizeof(int), name);

    public EquatableArray<long> Int64s(int field, string name) => Scalars<long>(field, sizeof(long), name);

    public EquatableArray<float> Floats(int field, string name) => Scalars<float>(field, sizeof(float), name);

    /// <summary>A slice of the file; empty when absent.</summary>
    public ReadOnlyMemory<byte> Bytes(int field, string name) =>
        Vector(field, 1, name) is { } v ? reader.File.Slice(v.Start, v.Count) : ReadOnlyMemory<byte>.Empty;

    public FlatTable Table(int field, string name)
    {
        if (At(field, 4, name) is not { } at || reader.Follow(at, path, name) is not { } target)
            return default;
        return reader.Open(target, new FieldPath(path, name));
    }

    /// <summary>Reads every table of a vector, those that are damaged as tables that do not exist.</summary>
    public EquatableArray<T> Tables<T>(int field, string name, Func<FlatTable, T> read)
        where T : IEquatable<T>
    {
        if (Vector(field, 4, name) is not { Count: > 0 } v)
            return [];

        // Not sized by Count, which a hostile file can make large without being able to fill it.
        var items = new List<T>();
        for (var i = 0; i < v.Count; i++)
        {
            var at = v.Start + (4 * i);
            var itemPath = new FieldPath(path, name, i);
            items.Add(read(reader.Follow(at, itemPath, null) is { } target ? reader.Open(target, itemPath) : default));
        }

        return new([.. items]);
    }

    private EquatableArray<T> Scalars<T>(int field, int elementBytes, string name)
        where T : unmanaged, IEquatable<T>
    {
        if (Vector(field, elementBytes, name) is not { Count: > 0 } v)
            return [];
        var items = new T[v.Count];
        var bytes = MemoryMarshal.AsBytes(items.AsSpan());
        reader.Span(v.Start, v.Count * elementBytes).CopyTo(bytes);
        LittleEndian.Convert(bytes, elementBytes);
        return new(ImmutableCollectionsMarshal.AsImmutableArray(items));
    }

    private FlatVector? Vector(int field, int elementBytes, string name) =>
        At(field, 4, name) is { } at && reader.Follow(at, path, name) is { } target
            ? reader.Vector(target, elementBytes, path, name)
            : null;

    /// <summary>Position of a field, or <c>null</c> when it is absent or its place in the table is damaged.</summary>
    private int? At(int field, int bytes, string name)
    {
        if (reader is null)
            return null;
        var offset = Slot(field);
        if (offset == 0)
            return null;
        if (offset >= 4 && offset + bytes <= tableBytes)
            return position + offset;
        reader.Fail(Diag.MalformedFlatBuffer, path, name, $"the field is said to be at byte {offset} of a table of {tableBytes} bytes");
        return null;
    }

    /// <summary>The vtable's entry for a field: its place in the table, or 0 when it is absent.</summary>
    private int Slot(int field)
    {
        var entry = 4 + (2 * field);
        return entry + 2 <= vtableBytes ? reader.UInt16At(vtable + entry) : 0;
    }
}
