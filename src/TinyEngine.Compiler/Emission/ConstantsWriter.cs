using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.CSource;

namespace TinyEngine.Compiler.Emission;

/// <summary>Writes NAME_weights.h and NAME_weights.c: every constant array, aligned, in a section of the user's choice.</summary>
internal static class ConstantsWriter
{
    private const int BytesPerLine = 24;
    private const int WordsPerLine = 8;
    private static readonly string[] ByteTexts =
    [
        .. Enumerable.Range(0, 256).Select(b => ((sbyte)b).ToString(CultureInfo.InvariantCulture) + ","),
    ];

    public static string WriteHeader(CModel model)
    {
        var c = new CWriter();
        c.Line($"/* Constants of {model.Name}; for {model.Name}.c only. */");
        c.Line($"#ifndef {model.Macro}_WEIGHTS_H")
            .Line($"#define {model.Macro}_WEIGHTS_H")
            .Line()
            .Line($"#include \"{model.Library}_kernels.h\"")
            .Line();
        foreach (var constant in model.Constants)
            c.Line($"extern const {constant.Array.CType} {constant.Symbol}[{constant.Array.Count}];");
        c.Line().Line("#endif");
        return c.ToString();
    }

    public static string WriteSource(CModel model)
    {
        var text = new StringBuilder((model.ConstantBytes * 5) + 4096);
        text.Append(
            $"""
            /* Constants of {model.Name}: packed weights ({model.Name}_w_*) and tables ({model.Name}_t_*). */
            #include "{model.Name}_weights.h"

            /* Where constants go, for example __attribute__((section(".ext_flash"))). */
            #ifndef {model.Macro}_WEIGHTS_SECTION
            #define {model.Macro}_WEIGHTS_SECTION
            #endif

            """
        );
        foreach (var constant in model.Constants)
        {
            text.Append('\n');
            AppendArray(text, $"TE_ALIGNED(4) {model.Macro}_WEIGHTS_SECTION", constant.Symbol, constant.Array);
        }

        return text.ToString();
    }

    /// <summary>Appends the definition of an array.</summary>
    /// <param name="text">Receives it.</param>
    /// <param name="head">What stands before <c>const</c>.</param>
    /// <param name="symbol">Its name.</param>
    /// <param name="array">Its content.</param>
    public static void AppendArray(StringBuilder text, string head, string symbol, CArray array)
    {
        text.Append($"{head} const {array.CType} {symbol}[{array.Count}] = {{\n");
        AppendElements(text, array);
        text.Append("};\n");
    }

    private static void AppendElements(StringBuilder text, CArray array)
    {
        var bytes = array.Data.Span;
        if (array.ElementBytes == 1 && array.CType == "int8_t")
        {
            for (var i = 0; i < bytes.Length; i++)
            {
                text.Append(ByteTexts[bytes[i]]);
                if ((i + 1) % BytesPerLine == 0 || i == bytes.Length - 1)
                    text.Append('\n');
            }

            return;
        }

        var perLine = array.ScalarsPerElement > 1 ? array.ScalarsPerElement : WordsPerLine;
        var count = bytes.Length / array.ElementBytes;
        for (var i = 0; i < count; i++)
        {
            if (i % array.ScalarsPerElement == 0 && array.ScalarsPerElement > 1)
                text.Append('{');
            text.Append(Scalar(array, bytes, i));
            if ((i + 1) % array.ScalarsPerElement == 0)
                text.Append(array.ScalarsPerElement > 1 ? "}," : ",");
            else
                text.Append(", ");
            if ((i + 1) % perLine == 0 || i == count - 1)
                text.Append('\n');
        }
    }

    private static string Scalar(CArray array, ReadOnlySpan<byte> bytes, int index) =>
        array.CType switch
        {
            "float" => Float(MemoryMarshal.Cast<byte, float>(bytes)[index]),
            "uint8_t" => bytes[index].ToString(CultureInfo.InvariantCulture),
            "int16_t" => MemoryMarshal.Cast<byte, short>(bytes)[index].ToString(CultureInfo.InvariantCulture),
            "int64_t" => $"INT64_C({MemoryMarshal.Cast<byte, long>(bytes)[index].ToString(CultureInfo.InvariantCulture)})",
            _ when array.ElementBytes == 2 => MemoryMarshal.Cast<byte, ushort>(bytes)[index].ToString(CultureInfo.InvariantCulture),
            _ when array.ElementBytes == 4 => CLiteral.Of(MemoryMarshal.Cast<byte, int>(bytes)[index]),
            var other => throw new InvalidOperationException($"arrays of {other} are not known"),
        };

    private static string Float(float value) =>
        float.IsFinite(value) ? CLiteral.Of(value)
        : float.IsNaN(value) ? "(0.0f / 0.0f)"
        : value > 0 ? "(1.0f / 0.0f)"
        : "(-1.0f / 0.0f)";
}
