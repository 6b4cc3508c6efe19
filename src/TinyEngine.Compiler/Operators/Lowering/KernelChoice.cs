using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>What the kernel choices of many operators share.</summary>
internal static class KernelChoice
{
    /// <summary>Fields of a fused activation.</summary>
    public static CField[] Fields(this Clamp clamp) => [new("clampMin", clamp.Min), new("clampMax", clamp.Max)];

    /// <summary>A <c>te_requant</c>.</summary>
    public static FieldValue Requant(
        int bias,
        QuantizedMultiplier multiplier,
        int zeroPoint,
        KernelEncoding encoding = KernelEncoding.AnyShift
    ) =>
        FieldValue.Members.Of(
            bias,
            multiplier.Multiplier,
            Requantization.Finish(multiplier, zeroPoint, isFast: encoding == KernelEncoding.Fast)
        );
}
