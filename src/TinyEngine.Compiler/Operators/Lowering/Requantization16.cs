using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>The requantization rows of a layer with int16 activations and int8 weights (<c>te_requant_s16</c>).</summary>
/// <param name="Rows">The C array.</param>
/// <param name="IsWide">Whether sums take 64 bits.</param>
internal sealed record Requantization16(CArray Rows, bool IsWide)
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
        return new Requantization16(CArray.Table("requant", "te_requant_s16", 4, [.. scalars.SelectMany(row => row)]), isWide);
    }

    /// <summary>A call of the kernel for these rows, with its constants.</summary>
    /// <param name="offer">Call of the kernel with wide sums, without constants.</param>
    /// <param name="packed">The weights in the kernel's order.</param>
    public KernelCall Complete(KernelCall offer, sbyte[] packed) =>
        offer with
        {
            Kernel = IsWide ? offer.Kernel : KernelName.With(offer.Kernel, "_acc32"),
            Arrays = [CArray.Weights(packed), Rows],
        };

    /// <summary>A factor for 64-bit sums: rounded to 16 bits, and the right shift that goes with it.</summary>
    public static (int Multiplier, int Shift) Wide(QuantizedMultiplier factor) =>
        (factor.Multiplier < 0x7FFF0000 ? (factor.Multiplier + (1 << 15)) >> 16 : 0x7FFF, 15 - factor.Shift);
}
