using System.Buffers.Binary;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Formats.Tflite;

/// <summary>
/// Bounds-checked access to a FlatBuffer. Nothing in the file is trusted: each offset, vtable, length and field is checked before
/// use, in 64-bit arithmetic. What is damaged becomes a diagnostic and reads as absent, so that one run finds several problems.
/// </summary>
/// <remarks>Work and memory are bounded by the file's size although a hostile file can point at one table many times: the bytes handed
/// out are counted and so are the tables (<see cref="MaximumTables"/>). Offsets to tables and vectors only point forward, hence cycles
/// cannot be built. Past a limit, <see cref="FlatBufferLimitException"/> ends the reading; its diagnostic is already in the bag.</remarks>
internal sealed class FlatBufferReader(ReadOnlyMemory<byte> file, string fileName, DiagnosticBag bag)
{
    /// <summary>Far above the largest network for a microcontroller, which has some thousand tensors and operators.</summary>
    public const int MaximumTables = 1 << 18;

    private const int OffsetBytes = 4;
    private const int VtableHeaderBytes = 4;

    // In a sound file nothing is referred to twice except shared strings and vectors; four times the file is generous.
    private long _bytesLeft = (4L * file.Length) + (64 * 1024);
    private int _tablesLeft = MaximumTables;
    private int _errors;
    private bool _truncated;

    /// <summary>Whether anything was damaged.</summary>
    public bool Failed => _errors > 0;

    /// <summary>The whole file.</summary>
    public ReadOnlyMemory<byte> File { get; } = file;

    /// <summary>Opens the table that the file's first four bytes point to.</summary>
    public FlatTable Root()
    {
        var path = new FieldPath(null, "root");
        return Follow(0, path, null) is { } position ? Open(position, path) : default;
    }

    /// <summary>Checks the header of a table.</summary>
    /// <returns>The table, or one that does not exist when the header is damaged.</returns>
    public FlatTable Open(long position, FieldPath path)
    {
        if (--_tablesLeft < 0)
        {
            bag.Add(
                Diag.ModelTooLarge,
                Here(path, null),
                $"the file refers to more than {MaximumTables} tables",
                why: "networks for microcontrollers have a few thousand; the limit guards against hostile files"
            );
            throw new FlatBufferLimitException();
        }

        if (!Fits(position, OffsetBytes, path, null, "table"))
            return default;
        var vtable = position - Int32At(position);
        if (vtable < 0)
            return Damaged(path, $"the table at byte {position} has its vtable before the start of the file");
        if (!Fits(vtable, VtableHeaderBytes, path, null, "vtable"))
            return default;

        int vtableBytes = UInt16At(vtable),
            tableBytes = UInt16At(vtable + 2);
        if (vtableBytes < VtableHeaderBytes || vtableBytes % 2 != 0)
            return Damaged(path, $"the vtable at byte {vtable} claims a length of {vtableBytes} bytes");
        if (tableBytes < OffsetBytes)
            return Damaged(path, $"the vtable at byte {vtable} claims tables of {tableBytes} bytes");
        if (!Fits(vtable, vtableBytes, path, null, "vtable") || !Fits(position, tableBytes, path, null, "table"))
            return default;
        Spend(tableBytes, path);
        return new FlatTable(this, (int)position, (int)vtable, vtableBytes, tableBytes, path);

        FlatTable Damaged(FieldPath at, string message)
        {
            Fail(Diag.MalformedFlatBuffer, at, null, message);
            return default;
        }
    }

    /// <summary>Resolves the forward offset stored at <paramref name="position"/>, which has been checked to lie in the file.</summary>
    public long? Follow(long position, FieldPath path, string? field)
    {
        var offset = UInt32At(position);
        if (offset is > 0 and <= int.MaxValue)
            return position + offset;
        Fail(Diag.MalformedFlatBuffer, path, field, $"the offset at byte {position} is {offset}, which no FlatBuffer can hold");
        return null;
    }

    /// <summary>Checks the vector at <paramref name="position"/>.</summary>
    /// <returns>Where its elements begin and how many there are, or <c>null</c> when it is damaged.</returns>
    public FlatVector? Vector(long position, int elementBytes, FieldPath path, string field)
    {
        if (!Fits(position, OffsetBytes, path, field, "vector"))
            return null;
        long count = UInt32At(position),
            start = position + OffsetBytes,
            bytes = count * elementBytes;
        if (start + bytes > int.MaxValue)
        {
            Fail(Diag.MalformedFlatBuffer, path, field, $"a vector of {count} elements is longer than a FlatBuffer can be");
            return null;
        }

        if (!IsInside(start, bytes))
        {
            FailTruncated(path, field, $"a vector of {count} elements reaches byte {start + bytes}, but the file has {File.Length} bytes");
            return null;
        }

        Spend(bytes, path);
        return new FlatVector((int)start, (int)count);
    }

    private bool IsInside(long start, long bytes) => start >= 0 && start <= File.Length - bytes;

    /// <summary>Whether a range lies in the file; reports it when not.</summary>
    private bool Fits(long start, long bytes, FieldPath path, string? field, string what)
    {
        if (IsInside(start, bytes))
            return true;
        FailTruncated(path, field, $"the {what} reaches byte {start + bytes}, but the file has {File.Length} bytes");
        return false;
    }

    /// <summary>Records a reference past the end. One is enough: a file that was cut off is full of them.</summary>
    public void FailTruncated(FieldPath path, string? field, string message)
    {
        _errors++;
        if (_truncated)
            return;
        _truncated = true;
        bag.Add(
            Diag.Truncated,
            Here(path, field),
            message,
            why: "the file was cut off, for example by an interrupted download, or is damaged",
            @try: "copy or download the file again and compare its size with the original's"
        );
    }

    /// <summary>Records damage.</summary>
    public void Fail(DiagnosticDescriptor descriptor, FieldPath path, string? field, string message)
    {
        bag.Add(descriptor, Here(path, field), message);
        if (++_errors > DiagnosticBag.MaximumErrors)
            throw new FlatBufferLimitException();
    }

    /// <summary>The bytes of a checked range.</summary>
    public ReadOnlySpan<byte> Span(int start, int bytes) => File.Span.Slice(start, bytes);

    /// <summary>An int32 inside a checked range.</summary>
    public int Int32At(long position) => BinaryPrimitives.ReadInt32LittleEndian(File.Span[(int)position..]);

    private uint UInt32At(long position) => BinaryPrimitives.ReadUInt32LittleEndian(File.Span[(int)position..]);

    /// <summary>A uint16 inside a checked range.</summary>
    public ushort UInt16At(long position) => BinaryPrimitives.ReadUInt16LittleEndian(File.Span[(int)position..]);

    private Place Here(FieldPath path, string? field) => new(fileName, path.With(field));

    private void Spend(long bytes, FieldPath path)
    {
        _bytesLeft -= bytes;
        if (_bytesLeft >= 0)
            return;
        Fail(
            Diag.MalformedFlatBuffer,
            path,
            null,
            $"tables and vectors overlap: more than four times the file's {File.Length} bytes are referred to"
        );
        throw new FlatBufferLimitException();
    }
}

/// <summary>Elements of a vector: position of the first one in the file, and how many.</summary>
internal readonly record struct FlatVector(int Start, int Count);

/// <summary>Reading cannot go on; the reason is in the diagnostic bag. Caught where reading began.</summary>
internal sealed class FlatBufferLimitException : Exception;

/// <summary>Where a table is in the tree of tables, for people: <c>subgraphs[0].tensors[12]</c>.</summary>
internal sealed class FieldPath(FieldPath? parent, string name, int index = -1)
{
    /// <summary>The path of a field below this one.</summary>
    public string With(string? field) =>
        field is null ? ToString()
        : parent is null ? field
        : $"{this}.{field}";

    /// <inheritdoc/>
    public override string ToString()
    {
        var self = index < 0 ? name : $"{name}[{index}]";
        return parent?.With(self) ?? self;
    }
}
