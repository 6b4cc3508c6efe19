using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Operators.Checks;

namespace TinyEngine.Compiler.Import.Tflite;

/// <summary>Element types of files that no tensor of ours has: their names, the reason, and what to do.</summary>
internal static class UnreadTypes
{
    private const string Narrow = "quantize the weights to int8: converters do unless they are asked for fewer bits";

    /// <summary>What to say of a type.</summary>
    public static (string Name, string Why, string Try) Of(TfliteTensorType type) =>
        type switch
        {
            TfliteTensorType.Resource or TfliteTensorType.Variant => (
                type.ToString().ToLowerInvariant(),
                "it is a handle without elements, such as that of a variable or a hash table",
                "leave tables and handles out of the model; variables (tf.Variable) are understood where VAR_HANDLE makes the handle"
            ),
            TfliteTensorType.String => ("string", "texts have no fixed size", "encode texts in your own code and give the model numbers"),
            TfliteTensorType.Float16 or TfliteTensorType.BFloat16 or TfliteTensorType.Float64 => (
                type.ToString().ToLowerInvariant(),
                "the model is not quantized to integers",
                Remedies.FullInteger
            ),
            TfliteTensorType.Float8E4M3FN => (
                "float8_e4m3fn",
                "no kernel of a microcontroller computes with 8-bit floats",
                Remedies.FullInteger
            ),
            TfliteTensorType.Float8E5M2 => (
                "float8_e5m2",
                "no kernel of a microcontroller computes with 8-bit floats",
                Remedies.FullInteger
            ),
            TfliteTensorType.Complex64 or TfliteTensorType.Complex128 => (
                type.ToString().ToLowerInvariant(),
                "spectra have complex numbers",
                "let the network begin behind the spectrum: give it magnitudes"
            ),
            TfliteTensorType.Int4 => (
                "int4",
                "only constant weights of quantized layers may have 4 bits",
                "quantize activations to int8, or to int16 (16x8)"
            ),
            TfliteTensorType.UInt4 => ("uint4", "kernels read 8-bit and 16-bit codes", Narrow),
            TfliteTensorType.Int2 => ("int2", "kernels read 8-bit and 16-bit codes", Narrow),
            TfliteTensorType.UInt16 => ("uint16", "TFLite's 16-bit activations are int16", "quantize the model to int8 or 16x8"),
            _ => (
                $"code {(int)type}",
                "the file is damaged or newer than this tool",
                "convert the model again with full-integer quantization"
            ),
        };
}
