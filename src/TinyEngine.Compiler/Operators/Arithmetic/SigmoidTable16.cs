using System.Collections.Immutable;

namespace TinyEngine.Compiler.Operators.Arithmetic;

/// <summary>The table behind 16-bit LOGISTIC and TANH: σ(i / 24) in units of 2^−16.</summary>
/// <remarks>An entry is lowered by half the error that linear interpolation makes at the middle of its interval, so that the error is
/// spread evenly: 2^16·(σ(x) − ½·(½·(σ(x) + σ(x + h)) − σ(x + h/2))) with h = 1/24, rounded. This reproduces the table of TFLite's
/// reference kernel (kernels/internal/common.h); the last entry is the saturated value.</remarks>
internal static class SigmoidTable16
{
    /// <summary>256 entries in [2^15, 2^16).</summary>
    public static ImmutableArray<ushort> Entries { get; } = [.. Enumerable.Range(0, 256).Select(Entry)];

    private static ushort Entry(int index)
    {
        if (index == 255)
            return ushort.MaxValue;
        var (left, middle, right) = (Sigmoid(index), Sigmoid(index + 0.5), Sigmoid(index + 1));
        var error = ((left + right) / 2) - middle;
        return (ushort)Math.Floor(left - (error / 2) + 0.5);
    }

    private static double Sigmoid(double index) => 65536 / (1 + Math.Exp(-index / 24));
}
