using TinyEngine.Graph;

namespace TinyEngine.Compiler.Proofs;

/// <summary>How wide the sums of an operator with weights are, which decides how they are rescaled.</summary>
internal static class AccumulatorWidth
{
    /// <summary>Whether the reference sums in 64 bits: with int16 activations, unless the bias is int32.</summary>
    public static bool IsWide(TensorType ifm, TensorType? bias) => ifm.DType == DType.Int16 && bias?.DType != DType.Int32;
}
