using System.Runtime.InteropServices;
using System.Text;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Formats.Tflite;

/// <summary>A field of a table to be written: a scalar of 1, 4 or 8 bytes, or an offset to a child.</summary>
internal readonly record struct FlatField(int Id, int Bytes, long Bits, FlatNode? Child);

/// <summary>What <see cref="FlatBufferBuilder"/> writes.</summary>
internal abstract class FlatNode
{
    private FlatNode() { }

    /// <summary>A vector of scalars whose bytes are ready; a string is followed by a zero that is not counted.</summary>
    internal sealed class Vector(ReadOnlyMemory<byte> data, int elementBytes, int alignment, bool isString = false) : FlatNode
    {
        public ReadOnlyMemory<byte> Data => data;

        public int ElementBytes => elementBytes;

        public int Alignment => alignment;

        public bool IsString => isString;
    }

    /// <summary>A vector of tables.</summary>
    internal sealed class Tables(IReadOnlyList<Table> items) : FlatNode
    {
        public IReadOnlyList<Table> Items => items;
    }

    /// <summary>A table. Scalars equal to their default are left out, as other writers do, unless added by <see cref="Present"/>.</summary>
    internal sealed class Table : FlatNode
    {
        private readonly List<FlatField> _fields = [];

        public IReadOnlyList<FlatField> Fields => _fields;

        public Table Present(int id, int bytes, long bits) => Add(new FlatField(id, bytes, bits, null));

        public Table Byte(int id, byte value, byte @default = 0) => value == @default ? this : Present(id, 1, value);

        public Table Bool(int id, bool value) => Byte(id, value ? (byte)1 : (byte)0);

        public Table Int32(int id, int value, int @default = 0) => value == @default ? this : Present(id, 4, value);

        public Table String(int id, string value) =>
            Child(id, new Vector(Encoding.UTF8.GetBytes(value), elementBytes: 1, alignment: 4, isString: true));

        public Table Bytes(int id, ReadOnlyMemory<byte> data, int alignment) => Child(id, new Vector(data, elementBytes: 1, alignment));

        public Table Int32s(int id, EquatableArray<int> values) => Scalars(id, values, sizeof(int));

        public Table Int64s(int id, EquatableArray<long> values) => Scalars(id, values, sizeof(long));

        public Table Floats(int id, EquatableArray<float> values) => Scalars(id, values, sizeof(float));

        public Table Child(int id, FlatNode? child) => child is null ? this : Add(new FlatField(id, 4, 0, child));

        public Table Children<T>(int id, EquatableArray<T> items, Func<T, Table> write)
            where T : IEquatable<T> => Child(id, new Tables([.. items.Items.Select(write)]));

        private Table Scalars<T>(int id, EquatableArray<T> values, int elementBytes)
            where T : unmanaged, IEquatable<T>
        {
            var bytes = MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
            LittleEndian.Convert(bytes, elementBytes);
            return Child(id, new Vector(bytes, elementBytes, alignment: elementBytes));
        }

        private Table Add(FlatField field)
        {
            _fields.Add(field);
            return this;
        }
    }
}
