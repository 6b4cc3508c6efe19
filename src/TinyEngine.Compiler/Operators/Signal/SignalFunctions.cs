using System.Collections.Immutable;
using System.Numerics;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>The arithmetic of audio front ends, bit for bit as TensorFlow Lite Micro's signal library.</summary>
internal static class SignalFunctions
{
    private const int OutputBits = 6,
        RatioBits = 12;

    /// <summary>What log2(1 + x) has more than x, in units of 2^−16, for x in steps of 1/128.</summary>
    public static ImmutableArray<ushort> LogTable { get; } =
    [.. Enumerable.Range(0, 130).Select(i => (ushort)(i > 128 ? 0 : Math.Round(65536 * (Math.Log2(1 + (i / 128.0)) - (i / 128.0)))))];

    /// <summary>Samples times a window, shifted right and limited.</summary>
    public static void Window(ReadOnlySpan<short> input, ReadOnlySpan<short> window, int shift, Span<short> output)
    {
        for (var i = 0; i < output.Length; i++)
            output[i] = (short)Math.Clamp((input[i] * window[i]) >> shift, short.MinValue, short.MaxValue);
    }

    /// <summary>re² + im² of some bins; 0 elsewhere.</summary>
    public static void Energy(ReadOnlySpan<short> input, int start, int end, Span<uint> output)
    {
        output.Clear();
        for (var i = start; i < end; i++)
            output[i] = unchecked((uint)((input[2 * i] * input[2 * i]) + (input[(2 * i) + 1] * input[(2 * i) + 1])));
    }

    /// <summary>Shifts samples left by as many bits as the largest leaves, which it returns.</summary>
    public static int AutoScale(ReadOnlySpan<short> input, Span<short> output)
    {
        short largest = 0;
        foreach (var sample in input)
        {
            if (sample > largest)
                largest = sample;
            else if (-sample > largest)
                largest = unchecked((short)-sample); // −32768 stays what it is, as in the reference
        }

        var shift = largest == 0 ? 0 : Math.Max(0, 15 - Bits((uint)(int)largest));
        for (var i = 0; i < output.Length; i++)
            output[i] = unchecked((short)(input[i] * (1 << shift)));
        return shift;
    }

    /// <summary>Adds up energies: each goes to two neighbouring channels.</summary>
    public static void FilterBank(EvaluationContext context, Span<ulong> output)
    {
        var (weights, unweights) = (context.InputTensor(1), context.InputTensor(2));
        ulong next = 0;
        for (var channel = 0; channel <= output.Length; channel++)
        {
            var (sum, rest) = (next, 0ul);
            var (from, at) = (context.Input<short>(3)[channel], context.Input<short>(4)[channel]);
            for (var j = 0; j < context.Input<short>(5)[channel]; j++)
            {
                unchecked
                {
                    ulong energy = context.Input<uint>(0)[from + j];
                    sum += (ulong)weights.As<short>()[at + j] * energy;
                    rest += (ulong)unweights.As<short>()[at + j] * energy;
                }
            }

            if (channel > 0)
                output[channel - 1] = sum;
            next = rest;
        }
    }

    /// <summary>The square root, rounded; numbers of 32 bits end at 65535, as in the reference.</summary>
    public static uint Root(ulong number)
    {
        var limit = number >> 32 == 0 ? ushort.MaxValue : uint.MaxValue;
        if (number == 0)
            return 0;
        ulong root = 0;
        for (var bit = 1ul << ((63 - BitOperations.LeadingZeroCount(number)) & ~1); bit != 0; bit >>= 2)
        {
            if (number >= root + bit)
            {
                number -= root + bit;
                root = (root >> 1) + bit;
            }
            else
            {
                root >>= 1;
            }
        }

        return (uint)(number > root && root != limit ? root + 1 : root);
    }

    /// <summary>Takes the running estimate of noise from each channel.</summary>
    public static void Subtract(ReadOnlySpan<uint> input, EquatableArray<int> options, Span<uint> output, Span<uint> noise)
    {
        var (smoothingBits, bits, remaining, clamps) = (options[4], options[5], unchecked((ulong)options[6]), options[7] != 0);
        for (var i = 0; i < input.Length; i++)
        {
            var (own, other) = (unchecked((ulong)options[i % 2 * 2]), unchecked((ulong)options[(i % 2 * 2) + 1]));
            unchecked
            {
                var signal = input[i] << smoothingBits;
                noise[i] = (uint)(((signal * (ulong)(uint)own) + (noise[i] * (ulong)(uint)other)) >> bits);
                var estimate = noise[i];
                if (estimate > signal)
                {
                    estimate = signal;
                    if (clamps)
                        noise[i] = estimate;
                }

                var floor = (uint)((input[i] * remaining) >> bits);
                output[i] = Math.Max((signal - estimate) >> smoothingBits, floor);
            }
        }
    }

    /// <summary>Divides channels by a power of their noise, and compresses the quotient.</summary>
    public static void Gain(ReadOnlySpan<uint> input, ReadOnlySpan<uint> noise, ReadOnlySpan<short> table, int shift, Span<uint> output)
    {
        for (var i = 0; i < output.Length; i++)
        {
            unchecked
            {
                var ratio = (uint)((input[i] * (ulong)(uint)Interpolate(noise[i], table)) >> shift);
                output[i] =
                    ratio < 2 << RatioBits
                        ? (ratio * ratio) >> (2 + (2 * RatioBits) - OutputBits)
                        : (ratio >> (RatioBits - OutputBits)) - (1 << OutputBits);
            }
        }
    }

    /// <summary>Natural logarithms, scaled.</summary>
    public static void Logarithm(ReadOnlySpan<uint> input, int scale, int correctionBits, Span<short> output)
    {
        for (var i = 0; i < output.Length; i++)
        {
            var number = unchecked(input[i] << correctionBits);
            output[i] = number > 1 ? (short)Math.Min(Logarithm(number, unchecked((uint)scale)), (uint)short.MaxValue) : (short)0;
        }
    }

    private static uint Logarithm(uint number, uint scale)
    {
        const int Log2OfE = 45426,
            Half = 1 << 15;
        unchecked
        {
            var integer = Bits(number) - 1;
            var fraction = (int)(number - (1L << integer));
            fraction = integer < 16 ? fraction << (16 - integer) : fraction >> (integer - 16);
            var segment = fraction >> 9;
            var (low, high) = (LogTable[segment], LogTable[segment + 1]);
            var binary = (uint)(integer << 16) + (uint)(fraction + low + (((high - low) * (fraction - (segment << 9))) >> 16));
            var natural = (uint)((((ulong)Log2OfE * binary) + Half) >> 16);
            return ((scale * natural) + Half) >> 16;
        }
    }

    private static short Interpolate(uint x, ReadOnlySpan<short> table)
    {
        if (x <= 2)
            return table[(int)x];
        var bits = Bits(x);
        var at = (4 * bits) - 6;
        var fraction = (int)((bits < 11 ? x << (11 - bits) : x >> (bits - 11)) & 0x3FF);
        unchecked
        {
            var result = (table[at + 2] * fraction) >> 5;
            result += (int)((uint)table[at + 1] << 5);
            result *= fraction;
            return (short)(((result + (1 << 14)) >> 15) + table[at]);
        }
    }

    private static int Bits(uint x) => 32 - BitOperations.LeadingZeroCount(x);
}
