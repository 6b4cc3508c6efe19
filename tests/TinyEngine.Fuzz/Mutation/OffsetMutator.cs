using System.Buffers.Binary;

namespace TinyEngine.Fuzz.Mutation;

/// <summary>Changes what holds a FlatBuffer together: offsets, lengths of vectors and strings, vtables and scalars, each found by walking
/// the file.</summary>
internal static class OffsetMutator
{
    private enum Part
    {
        Offset,
        Length,
        VtableOffset,
        VtableEntry,
    }

    /// <summary>A changed copy of a sound file.</summary>
    public static byte[] Mutate(byte[] file, Random random, List<string> changes)
    {
        var bytes = file.ToArray();
        var parts = new Walker(file).Parts;
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            var (part, at) = parts[random.Next(parts.Count)];
            if (part == Part.VtableEntry)
            {
                var old = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), (ushort)Value(old, ushort.MaxValue, random));
            }
            else
            {
                var old = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
                var (_, other) = parts[random.Next(parts.Count)];
                var value = random.Next(3) == 0 ? other - at : Value(old, file.Length, random); // to another part: aliases, overlaps
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), part == Part.VtableOffset ? -value : value);
            }

            changes.Add($"{part} at byte {at}");
        }

        return bytes;
    }

    private static int Value(int old, int size, Random random) =>
        random.Next(9) switch
        {
            0 => 0,
            1 => old + 4,
            2 => old - 4,
            3 => old + 1,
            4 => size - 4,
            5 => size + 1,
            6 => int.MaxValue - random.Next(16),
            7 => -1,
            _ => random.Next(size + 1),
        };

    /// <summary>Finds the parts. Of the schema only the shape is needed: which fields are tables and vectors.</summary>
    private sealed class Walker
    {
        private readonly byte[] _file;

        // Fields of each kind of table: v vector of scalars or text, others name the kind of table; upper case is a vector of tables.
        private static readonly Dictionary<char, string> Fields = new()
        {
            ['m'] = " CGvB", // version, operator codes, subgraphs, description, buffers
            ['c'] = " v", // code, custom code
            ['g'] = "TvvOv", // tensors, inputs, outputs, operators, name
            ['t'] = "v  vq  v", // shape, type, buffer, name, quantization, variable, sparsity, signature
            ['q'] = "vvvv", // min, max, scale, zero point
            ['o'] = " vv p   v", // opcode, inputs, outputs, type, options, -, -, -, intermediates
            ['b'] = "v", // data
            ['p'] = "", // options: their fields differ
        };

        public Walker(byte[] file)
        {
            _file = file;
            Parts.Add((Part.Offset, 0));
            Table(Follow(0), 'm');
        }

        public List<(Part Part, int At)> Parts { get; } = [];

        private int Int32(int at) => BinaryPrimitives.ReadInt32LittleEndian(_file.AsSpan(at));

        private int Follow(int at) => at + Int32(at);

        private void Table(int at, char kind)
        {
            var vtable = at - Int32(at);
            var length = BinaryPrimitives.ReadUInt16LittleEndian(_file.AsSpan(vtable));
            Parts.Add((Part.VtableOffset, at));
            for (var entry = 0; entry < length; entry += 2)
                Parts.Add((Part.VtableEntry, vtable + entry));
            var fields = Fields[kind];
            for (var field = 0; field < fields.Length && 4 + (2 * field) < length; field++)
            {
                var offset = BinaryPrimitives.ReadUInt16LittleEndian(_file.AsSpan(vtable + 4 + (2 * field)));
                if (offset != 0 && fields[field] != ' ')
                    Child(at + offset, fields[field]);
            }
        }

        private void Child(int at, char kind)
        {
            Parts.Add((Part.Offset, at));
            var target = Follow(at);
            if (char.IsLower(kind) && kind != 'v')
            {
                Table(target, kind);
                return;
            }

            Parts.Add((Part.Length, target));
            for (var i = 0; char.IsUpper(kind) && i < Int32(target); i++)
                Child(target + 4 + (4 * i), char.ToLowerInvariant(kind));
        }
    }
}
