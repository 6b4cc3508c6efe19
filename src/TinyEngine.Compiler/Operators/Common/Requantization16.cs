using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Common;

/// <summary>The requantization rows of a layer with int16 activations and int8 weights (<c>te_requant_s16</c>).</summary>
/// <param name="Rows">The C array.</param>
/// <param name="KernelInfix">What selects the kernel by the width of its sums.</param>
internal sealed record Requantization16(CArray Rows, string KernelInfix)
{
    /// <summary>Builds the rows of a layer whose operands are IFM, weights, bias.</summary>
    /// <param name="context">Types and constants.</param>
    /// <param name="multipliers">Output multipliers per channel.</param>
    public static Requantization16 Build(EmitContext context, ImmutableArray<QuantizedMultiplier> multipliers)
    {
        var hasBias = context.Constants.Length > 2;
        var bias = hasBias ? context.Constants[2]!.Value.ToInt64() : new long[multipliers.Length];
        var isWide = Accumulators.AreWide(context.Types.Inputs[0], hasBias ? context.Types.Inputs[2] : null);
        var scalars = multipliers.Zip(bias, (factor, constant) =>
        {
            var (multiplier, shift) = isWide ? Wide(factor) : (factor.Multiplier, factor.Shift);
            return new[] { unchecked((int)constant), (int)(constant >> 32), multiplier, shift };
        });
        return new Requantization16(CArray.Table("requant", "te_requant_s16", 4, [.. scalars.SelectMany(row => row)]), isWide ? "" : "_acc32");
    }

    /// <summary>A factor for 64-bit sums: rounded to 16 bits, and the right shift that goes with it.</summary>
    public static (int Multiplier, int Shift) Wide(QuantizedMultiplier factor) =>
        (factor.Multiplier < 0x7FFF0000 ? (factor.Multiplier + (1 << 15)) >> 16 : 0x7FFF, 15 - factor.Shift);
}
