using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.CSource;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Common;

/// <summary>What the kernel choices of many operators share.</summary>
internal static class KernelChoice
{
    /// <summary>Fields of a fused activation.</summary>
    public static CField[] Fields(this Clamp clamp) => [new("clampMin", clamp.Min), new("clampMax", clamp.Max)];

    /// <summary>A <c>te_requant</c> initializer in the general encoding.</summary>
    public static string Requant(int bias, QuantizedMultiplier multiplier, int zeroPoint) =>
        $"{{ {CLiteral.Of(bias)}, {CLiteral.Of(multiplier.Multiplier)}, "
        + $"{CLiteral.Of(Requantization.Finish(multiplier, zeroPoint, isFast: false))} }}";

    /// <summary>An initializer of an array of int32.</summary>
    public static string Array(IEnumerable<int> items) => items.Any() ? $"{{ {string.Join(", ", items.Select(CLiteral.Of))} }}" : "{ 0 }";
}
