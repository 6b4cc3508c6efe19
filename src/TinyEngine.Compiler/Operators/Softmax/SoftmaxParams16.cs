using System.Collections.Immutable;
using System.Numerics;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>The fixed-point arithmetic of SOFTMAX on an int16 input: exponential and reciprocal by interpolation in tables of 513
/// entries.</summary>
/// <param name="Multiplier">beta · input scale · 65535 / 10: differences of [−10, 0] to [−65535, 0].</param>
internal readonly record struct SoftmaxParams16(QuantizedMultiplier Multiplier)
{
    /// <summary>exp(x) on [−10, 0] in units of 2^−15.</summary>
    public static ImmutableArray<short> ExpTable { get; } = Table(MathF.Exp, -10, 0);

    /// <summary>1 / (1 + x) on [0, 1] in units of 2^−15.</summary>
    public static ImmutableArray<short> ReciprocalTable { get; } = Table(x => 1 / (1 + x), 0, 1);

    /// <summary>The parameters for an int16 input; formed in double precision.</summary>
    public static SoftmaxParams16 Compute(TensorType input, float beta) =>
        new(QuantizedMultiplier.From((double)input.Quant.Scale * beta / (10.0 / 65535.0)));

    /// <summary>exp of a difference to the maximum, in units of 2^−15.</summary>
    /// <param name="difference">Code − largest code of the row; not positive.</param>
    public int Exp(int difference) => Interpolate(ExpTable, Multiplier.Apply(difference) + short.MaxValue);

    /// <summary>1 / sum as a table value and the right shift of products with it.</summary>
    /// <param name="sum">Sum of the exps of a row; positive.</param>
    public static (int Scale, int Shift) Scale(int sum)
    {
        var headroom = BitOperations.LeadingZeroCount((uint)sum);
        var normalized = (int)((((long)sum << (headroom - 1)) + (1 << 13)) >> 14);
        return (Interpolate(ReciprocalTable, normalized - (1 << 15) - (1 << 16)), 31 - headroom);
    }

    /// <summary>Output code for an exp.</summary>
    public static int Apply(int exp, int scale, int shift) =>
        (int)Math.Clamp((((long)exp * scale) + (1L << (shift - 1))) >> shift, 0, short.MaxValue);

    private static int Interpolate(ImmutableArray<short> table, int position)
    {
        position = Math.Clamp(position, short.MinValue, short.MaxValue);
        var index = 256 + (position >> 7);
        var slope = (short)(table[index + 1] - table[index]);
        return (short)(table[index] + (((slope * (position & 0x7F)) + 64) >> 7));
    }

    /// <summary>A function at 513 points in float32; each entry but the last is shifted by half the interpolation error at the middle of
    /// its interval, which spreads that error evenly.</summary>
    private static ImmutableArray<short> Table(Func<float, float> function, float from, float to)
    {
        const int Steps = 512;
        const float One = 32768;
        var step = (to - from) / Steps;
        var table = ImmutableArray.CreateBuilder<short>(Steps + 1);
        for (var i = 0; i < Steps; i++)
        {
            var sample = Round(function(from + (i * step)) * One);
            var interpolated = Round(((function(from + ((i + 1) * step)) * One) + sample) / 2);
            var middle = Round(function(from + (i * step) + (step / 2)) * One);
            table.Add(Saturate(sample - Round((interpolated - middle) / 2)));
        }

        table.Add(Saturate(Round(function(to) * One)));
        return table.MoveToImmutable();
    }

    private static float Round(float x) => MathF.Round(x, MidpointRounding.AwayFromZero);

    private static short Saturate(float x) => (short)Math.Clamp(x, short.MinValue, short.MaxValue);
}
