using System.Buffers.Binary;
using TinyEngine.Compiler.Formats.Tflite;

namespace TinyEngine.Compiler.Tests.Formats.Tflite;

/// <summary>
/// The layout that other readers rely on and ours does not: alignment, terminated strings, vtables before use. Checked by a walker of
/// its own, which is itself checked on files made by others.
/// </summary>
public class LayoutTests
{
    [Fact]
    public void Our_files_are_strictly_laid_out() => new Walker(Models.SmallBytes).Walk().ShouldBeGreaterThan(20);

    [Theory]
    [InlineData("conformance")]
    [InlineData("models")]
    public void Files_of_others_and_our_copies_are_strictly_laid_out(string folder)
    {
        foreach (var file in TestFiles.Find(folder, "*.tflite"))
        {
            var bytes = TestFiles.Read(file);
            new Walker(bytes, bufferAlignment: 1).Walk(); // not all of them keep the schema's 16 bytes
            new Walker(TfliteWriter.Write(Models.ReadSound(bytes))).Walk();
        }
    }

    [Fact]
    public void Tables_of_one_layout_share_a_vtable()
    {
        var graph = Models.Small.Subgraphs[0];
        var one = TfliteWriter.Write(Models.Small with { Subgraphs = [graph with { Tensors = [graph.Tensors[3]] }] });
        var two = TfliteWriter.Write(Models.Small with { Subgraphs = [graph with { Tensors = [graph.Tensors[3], graph.Tensors[3]] }] });

        // The second tensor: its entry, two tables, three vectors and a name, but no vtable of 14 or 18 bytes.
        (two.Length - one.Length).ShouldBeLessThan(4 + 24 + 16 + 20 + 8 + 16 + 8 + 4);
    }

    private sealed class Walker(byte[] file, int bufferAlignment = 16)
    {
        private int _objects;

        public int Walk()
        {
            file.AsSpan(4, 4).SequenceEqual("TFL3"u8).ShouldBeTrue();
            Table(Follow(0), Model);
            return _objects;
        }

        private void Model(Fields f)
        {
            f.Scalar(0, 4);
            f.Tables(1, code =>
            {
                code.Scalar(0, 1);
                code.String(1);
                code.Scalar(2, 4);
                code.Scalar(3, 4);
            });
            f.Tables(2, graph =>
            {
                graph.Tables(0, Tensor);
                graph.Vector(1, 4);
                graph.Vector(2, 4);
                graph.Tables(3, Operator);
                graph.String(4);
            });
            f.String(3);
            f.Tables(4, buffer => buffer.Vector(0, 1, bufferAlignment));
        }

        private static void Tensor(Fields f)
        {
            f.Vector(0, 4);
            f.Scalar(1, 1);
            f.Scalar(2, 4);
            f.String(3);
            f.Table(4, quantization =>
            {
                quantization.Vector(2, 4);
                quantization.Vector(3, 8);
                quantization.Scalar(6, 4);
            });
            f.Scalar(5, 1);
            f.Vector(7, 4);
            f.Scalar(8, 1);
        }

        private static void Operator(Fields f)
        {
            f.Scalar(0, 4);
            f.Vector(1, 4);
            f.Vector(2, 4);
            f.Scalar(3, 1);
            f.Table(4, _ => { });
            f.Vector(8, 4);
        }

        private void Table(int position, Action<Fields> fields)
        {
            _objects++;
            Aligned(position, 4);
            var vtable = position - Int32(position);
            Aligned(vtable, 2);
            int vtableBytes = UInt16(vtable),
                tableBytes = UInt16(vtable + 2);
            (vtableBytes >= 4 && vtableBytes % 2 == 0 && vtable + vtableBytes <= file.Length).ShouldBeTrue();
            (tableBytes >= 4 && position + tableBytes <= file.Length).ShouldBeTrue();
            fields(new Fields(this, position, vtable, vtableBytes, tableBytes));
        }

        private int Follow(int position)
        {
            Aligned(position, 4);
            var offset = Int32(position);
            offset.ShouldBeGreaterThan(0);
            return position + offset;
        }

        private static void Aligned(int position, int alignment) => (position % alignment).ShouldBe(0, $"byte {position}");

        private int Int32(int position) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(position));

        private int UInt16(int position) => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(position));

        public readonly struct Fields(Walker walker, int position, int vtable, int vtableBytes, int tableBytes)
        {
            public void Scalar(int id, int bytes) => At(id, bytes);

            public void Table(int id, Action<Fields> fields)
            {
                if (At(id, 4) is { } at)
                    walker.Table(walker.Follow(at), fields);
            }

            public void Tables(int id, Action<Fields> fields)
            {
                if (Vector(id, 4) is not { } v)
                    return;
                for (var i = 0; i < v.Count; i++)
                    walker.Table(walker.Follow(v.Start + (4 * i)), fields);
            }

            public void String(int id)
            {
                if (Vector(id, 1) is { } v)
                    walker.Byte(v.Start + v.Count).ShouldBe((byte)0);
            }

            public (int Start, int Count)? Vector(int id, int elementBytes, int alignment = 0)
            {
                if (At(id, 4) is not { } at)
                    return null;
                var vector = walker.Follow(at);
                Aligned(vector, 4);
                var count = walker.Int32(vector);
                if (count > 0)
                    Aligned(vector + 4, Math.Max(alignment, elementBytes));
                ((long)vector + 4 + ((long)count * elementBytes)).ShouldBeLessThanOrEqualTo(walker.Length);
                walker._objects++;
                return (vector + 4, count);
            }

            private int? At(int id, int bytes)
            {
                var slot = 4 + (2 * id);
                var offset = slot < vtableBytes ? walker.UInt16(vtable + slot) : 0;
                if (offset == 0)
                    return null;
                (offset >= 4 && offset + bytes <= tableBytes).ShouldBeTrue();
                Aligned(position + offset, bytes);
                return position + offset;
            }
        }

        private byte Byte(int position) => file[position];

        private int Length => file.Length;
    }
}
