using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli;

/// <summary>
/// Reads arrays that <c>numpy.save</c> wrote, versions 1 to 3 of the format: a magic string, a header that is a Python dictionary with
/// element type, order and shape, and the elements.
/// </summary>
internal static partial class NpyFile
{
    private const int Preamble = 8;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Whether a file is such an array by its name.</summary>
    public static bool Is(string path) => path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a file is such an array by its first bytes.</summary>
    public static bool HasMagic(ReadOnlySpan<byte> file) => file.StartsWith(Magic);

    /// <summary>The elements of an array, which is to fit a tensor.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="path">Its name.</param>
    /// <param name="type">What the tensor is.</param>
    /// <param name="what">The tensor in words: <c>input 0 'image'</c>.</param>
    /// <param name="bag">Receives the reason when the array is damaged or another one.</param>
    /// <returns>The bytes, or null after an error was reported.</returns>
    public static byte[]? Read(ReadOnlySpan<byte> file, string path, TensorType type, string what, DiagnosticBag bag)
    {
        var errors = bag.ErrorCount;
        if (FindHeader(file, path, bag) is not var (start, length))
            return null;
        var header = Encoding.UTF8.GetString(file.Slice(start, length));
        if (ElementType().Match(header) is not { Success: true } element || Order().Match(header) is not { Success: true } order)
            return Damaged(path, "the header names no element type or no order", bag);
        if (Sizes().Match(header) is not { Success: true } sizes || ReadSizes(sizes.Groups["sizes"].Value) is not { } shape)
            return Damaged(path, "the header names no shape", bag);
        CheckType(element.Groups["type"].Value, path, type, what, bag);
        if (order.Groups["order"].Value == "True" && shape.Count(size => size > 1) > 1)
            Misfit(
                path,
                "the array is stored in Fortran order",
                "its first axis runs fastest; tensors are row-major",
                "save it row-major: np.save(file, np.ascontiguousarray(x))",
                bag
            );
        if (!shape.SkipWhile(size => size == 1).SequenceEqual(type.Shape.Sizes.Select(size => (long)size).SkipWhile(size => size == 1)))
            Misfit(
                path,
                $"the array is {Text(shape)}, {what} is {type.Shape}",
                "sizes must be those of the tensor; axes of size 1 in front may be missing",
                $"save it in this shape: np.save(file, x.reshape({Tuple(type.Shape)})), if its elements are in this order",
                bag
            );
        if (bag.ErrorCount > errors)
            return null;
        var data = file[(start + length)..];
        return data.Length == type.ByteSize
            ? data.ToArray()
            : Damaged(path, $"{data.Length:N0} bytes follow the header, {Text(shape)} needs {type.ByteSize:N0}", bag);
    }

    private static (int Start, int Length)? FindHeader(ReadOnlySpan<byte> file, string path, DiagnosticBag bag)
    {
        (int, int)? Refuse(string message)
        {
            Damaged(path, message, bag);
            return null;
        }

        if (!HasMagic(file) || file.Length < Preamble + sizeof(ushort))
            return Refuse("the file does not begin as arrays of NumPy do");
        var version = file[6];
        if (version is < 1 or > 3)
            return Refuse($"version {version}.{file[7]} of the format is not known");
        var field = version == 1 ? sizeof(ushort) : sizeof(uint);
        if (file.Length < Preamble + field)
            return Refuse("the file ends in its header");
        var length =
            version == 1
                ? BinaryPrimitives.ReadUInt16LittleEndian(file[Preamble..])
                : BinaryPrimitives.ReadUInt32LittleEndian(file[Preamble..]);
        return length <= file.Length - Preamble - field ? (Preamble + field, (int)length) : Refuse("the file ends in its header");
    }

    private static void CheckType(string found, string path, TensorType type, string what, DiagnosticBag bag)
    {
        var expected = TypeCode(type.DType);
        var (order, code) = found is ['<' or '>' or '|' or '=', ..] ? (found[0], found[1..]) : ('|', found);
        if (code != expected)
            Misfit(
                path,
                $"the array has elements of '{DisplayName.Of(found)}', "
                    + $"{what} is {type.DType.Name()} ('{(IsOneByte(type) ? '|' : '<')}{expected}')",
                "elements are taken as they are, not converted",
                Conversion(code, type),
                bag
            );
        else if (order == '>' && !IsOneByte(type))
            Misfit(
                path,
                $"the elements are big-endian ('{found}')",
                "tensors are little-endian",
                $"save them little-endian: np.save(file, x.astype('<{expected}'))",
                bag
            );
    }

    private static string Conversion(string code, TensorType type) =>
        code.StartsWith('f') && type.DType is DType.Int8 or DType.UInt8 or DType.Int16 && type.Quant.IsPerTensor
            ? $"quantize it: np.clip(np.round(x / {type.Quant.Scale.ToString("G9", CultureInfo.InvariantCulture)}) + "
                + $"{type.Quant.ZeroPoint}, {type.DType.MinValue()}, {type.DType.MaxValue()}).astype(np.{type.DType.Name()})"
            : $"convert it: np.save(file, x.astype(np.{type.DType.Name()}))";

    private static bool IsOneByte(TensorType type) => type.DType.ByteSize() == 1;

    /// <summary>NumPy's kind and size of a type, without the order of its bytes.</summary>
    private static string TypeCode(DType type) =>
        type switch
        {
            DType.Bool => "b1",
            DType.Float32 => "f4",
            DType.UInt8 or DType.UInt32 or DType.UInt64 => $"u{type.ByteSize()}",
            _ => $"i{type.ByteSize()}",
        };

    private static ImmutableArray<long>? ReadSizes(string text)
    {
        var sizes = ImmutableArray.CreateBuilder<long>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var size))
                return null;
            sizes.Add(size);
        }

        return sizes.DrainToImmutable();
    }

    private static string Text(ImmutableArray<long> shape) => shape.IsEmpty ? "a scalar" : string.Join('x', shape);

    private static string Tuple(Shape shape) => $"({string.Join(", ", shape.Sizes)}{(shape.Rank == 1 ? "," : "")})";

    private static byte[]? Damaged(string path, string message, DiagnosticBag bag)
    {
        bag.Add(
            Diag.NpyDamaged,
            new Place(path),
            message,
            "the name ends in .npy, so it is read as np.save writes arrays",
            "save the array again with np.save, or give a raw tensor another ending (.bin)"
        );
        return null;
    }

    private static void Misfit(string path, string message, string why, string remedy, DiagnosticBag bag) =>
        bag.Add(Diag.NpyMismatch, new Place(path), message, why, remedy);

    [GeneratedRegex("""['"]descr['"]\s*:\s*['"](?<type>[^'"]{1,16})['"]""", RegexOptions.ExplicitCapture)]
    private static partial Regex ElementType();

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*(?<order>True|False)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Order();

    [GeneratedRegex("""['"]shape['"]\s*:\s*\((?<sizes>[\d,\s]{0,200})\)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Sizes();
}
