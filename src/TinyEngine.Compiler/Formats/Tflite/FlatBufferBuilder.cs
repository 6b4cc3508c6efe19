using System.Buffers.Binary;
using System.Text;

namespace TinyEngine.Compiler.Formats.Tflite;

/// <summary>
/// Lays out a tree of <see cref="FlatNode"/>s as a FlatBuffer. Parents come before their children, since offsets point forward; tables
/// of the same layout share a vtable. Everything is aligned from the start of the file. The same tree always gives the same bytes.
/// </summary>
internal sealed class FlatBufferBuilder
{
    private readonly Dictionary<string, int> _vtables = new(StringComparer.Ordinal);
    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>Writes a whole file.</summary>
    /// <param name="root">The root table.</param>
    /// <param name="identifier">Four ASCII characters that tell the format.</param>
    /// <exception cref="OverflowException">The file would exceed 2 GB, which a FlatBuffer cannot.</exception>
    public static byte[] Build(FlatNode root, string identifier)
    {
        var builder = new FlatBufferBuilder();
        var header = builder.Reserve(8, alignment: 4);
        Encoding.ASCII.GetBytes(identifier, builder._bytes.AsSpan(header + 4, 4));
        builder.Link(header, root);
        return builder._bytes[..builder._length];
    }

    // Depth is that of the schema, not of the data.
    private void Link(int slot, FlatNode child)
    {
        var position = child switch
        {
            FlatNode.Table table => WriteTable(table),
            FlatNode.Vector vector => WriteVector(vector),
            FlatNode.Tables tables => WriteTables(tables),
            _ => throw new InvalidOperationException($"No layout for {child.GetType().Name}."),
        };
        WriteUInt32(slot, (uint)(position - slot));
    }

    private int WriteTable(FlatNode.Table table)
    {
        var (offsets, tableBytes, alignment) = Layout(table.Fields);
        var vtable = Vtable(offsets, tableBytes);
        var position = Reserve(tableBytes, alignment);
        WriteUInt32(position, (uint)(position - vtable));
        foreach (var field in table.Fields)
            if (field.Child is null)
                WriteScalar(position + offsets[field.Id], field);
        foreach (var field in table.Fields)
            if (field.Child is not null)
                Link(position + offsets[field.Id], field.Child);
        return position;
    }

    /// <summary>Places wide fields first, so that nothing but the start of the table needs padding.</summary>
    private static (ushort[] Offsets, int TableBytes, int Alignment) Layout(IReadOnlyList<FlatField> fields)
    {
        var offsets = new ushort[fields.Count == 0 ? 0 : fields.Max(f => f.Id) + 1];
        int end = 4,
            alignment = 4;
        foreach (var field in fields.OrderByDescending(f => f.Bytes).ThenBy(f => f.Id))
        {
            end = AlignUp(end, field.Bytes);
            offsets[field.Id] = checked((ushort)end);
            end += field.Bytes;
            alignment = Math.Max(alignment, field.Bytes);
        }

        return (offsets, AlignUp(end, 4), alignment);
    }

    private int Vtable(ushort[] offsets, int tableBytes)
    {
        var key = string.Join(',', offsets) + ':' + tableBytes;
        if (_vtables.TryGetValue(key, out var known))
            return known;
        var bytes = 4 + (2 * offsets.Length);
        var vtable = Reserve(bytes, alignment: 2);
        WriteUInt16(vtable, checked((ushort)bytes));
        WriteUInt16(vtable + 2, checked((ushort)tableBytes));
        for (var i = 0; i < offsets.Length; i++)
            WriteUInt16(vtable + 4 + (2 * i), offsets[i]);
        _vtables.Add(key, vtable);
        return vtable;
    }

    private int WriteVector(FlatNode.Vector vector)
    {
        var position = ReserveVector(vector.Data.Length, vector.Alignment);
        WriteUInt32(position, (uint)(vector.Data.Length / vector.ElementBytes));
        vector.Data.Span.CopyTo(_bytes.AsSpan(position + 4));
        if (vector.IsString)
            Reserve(1, alignment: 1); // the terminating zero
        return position;
    }

    private int WriteTables(FlatNode.Tables tables)
    {
        var position = ReserveVector(checked(4 * tables.Items.Count), alignment: 4);
        WriteUInt32(position, (uint)tables.Items.Count);
        for (var i = 0; i < tables.Items.Count; i++)
            Link(position + 4 + (4 * i), tables.Items[i]);
        return position;
    }

    /// <summary>Reserves a length and elements, such that the elements are aligned.</summary>
    /// <returns>Position of the length.</returns>
    private int ReserveVector(int bytes, int alignment)
    {
        alignment = Math.Max(alignment, 4);
        Reserve(AlignUp(checked(_length + 4), alignment) - 4 - _length, alignment: 1);
        return Reserve(checked(4 + bytes), alignment: 4);
    }

    private int Reserve(int bytes, int alignment)
    {
        var position = AlignUp(_length, alignment);
        _length = checked(position + bytes);
        if (_length > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(2L * _bytes.Length, _length), Array.MaxLength));
        return position;
    }

    private void WriteScalar(int position, FlatField field)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, field.Bits);
        bytes[..field.Bytes].CopyTo(_bytes.AsSpan(position));
    }

    private void WriteUInt32(int position, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(position), value);

    private void WriteUInt16(int position, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(position), value);

    private static int AlignUp(int value, int alignment) => checked(value + alignment - 1) / alignment * alignment;
}
