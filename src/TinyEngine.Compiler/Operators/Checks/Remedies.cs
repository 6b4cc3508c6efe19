using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Checks;

/// <summary>What people can do about types and quantization that an operator does not take.</summary>
internal static class Remedies
{
    /// <summary>How float32 becomes int8.</summary>
    public const string FullInteger =
        "quantize the whole model: full-integer post-training quantization with a representative dataset "
        + "(converter.representative_dataset) and supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]";

    /// <summary>How parameters that a converter wrote get right.</summary>
    public const string ConvertAgain = "convert the model again with a current converter and full-integer quantization";

    /// <summary>How scales that training or calibration spoilt get right.</summary>
    public const string Calibrate =
        "calibrate the model again with typical inputs (converter.representative_dataset); a layer that always gives 0, or values far "
        + "beyond the others, leads to such scales";

    /// <summary>How an island of float32 inside a quantized network gets quantized, or out of the way.</summary>
    public const string QuantizeIsland =
        "let the converter quantize this part too: supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8] alone, and a representative "
        + "dataset that reaches it; or end the network before it and compute the rest in your own code";

    /// <summary>What to do about an element type.</summary>
    /// <param name="found">The type that is there.</param>
    public static string ForType(DType found) =>
        found switch
        {
            DType.Float32 => FullInteger,
            DType.Bool => "cast the mask to float32 (tf.cast) before it is computed with, so that the converter quantizes it",
            DType.Int32 => "cast the numbers to float32 (tf.cast) before this layer, so that the converter quantizes them",
            DType.Int64 or DType.UInt32 or DType.UInt64 =>
                "use int32 for indices and sizes (tf.cast, or dtype=tf.int32 where the model makes them), float32 for other numbers",
            DType.UInt8 => "convert the model again with a current converter, which quantizes to int8; "
                + "uint8 images enter by inference_input_type = tf.uint8",
            DType.Int16 => "quantize to int8 (supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]) instead of 16x8, or replace the layer",
            _ => "replace the layer by one that takes 16-bit activations, or quantize to 16x8 (supported_ops = "
                + "[tf.lite.OpsSet.EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8])",
        };
}
