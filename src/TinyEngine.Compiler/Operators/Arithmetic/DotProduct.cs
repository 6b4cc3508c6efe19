using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TinyEngine.Compiler.Operators.Arithmetic;

/// <summary>Sums of products of 16-bit values, the inner loop of the interpreter's convolutions.</summary>
internal static class DotProduct
{
    /// <summary>Σ a[i]·b[i], exact while it fits int32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Sum(ReadOnlySpan<short> a, ReadOnlySpan<short> b)
    {
        var i = 0;
        var sum = 0;
        if (Avx2.IsSupported && a.Length >= Vector256<short>.Count)
        {
            ref var pa = ref MemoryMarshal.GetReference(a);
            ref var pb = ref MemoryMarshal.GetReference(b);
            var acc = Vector256<int>.Zero;
            for (; i <= a.Length - Vector256<short>.Count; i += Vector256<short>.Count)
                acc += Avx2.MultiplyAddAdjacent(Vector256.LoadUnsafe(ref pa, (nuint)i), Vector256.LoadUnsafe(ref pb, (nuint)i));
            sum = Vector256.Sum(acc);
        }
        else if (Vector.IsHardwareAccelerated && a.Length >= Vector<short>.Count)
        {
            var acc = Vector<int>.Zero;
            for (; i <= a.Length - Vector<short>.Count; i += Vector<short>.Count)
            {
                Vector.Widen(new Vector<short>(a[i..]), out var a0, out var a1);
                Vector.Widen(new Vector<short>(b[i..]), out var b0, out var b1);
                acc += (a0 * b0) + (a1 * b1);
            }

            sum = Vector.Sum(acc);
        }

        for (; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>Σ a[i]·b[i] in 64 bits, for the 16x8 scheme.</summary>
    public static long SumWide(ReadOnlySpan<short> a, ReadOnlySpan<short> b)
    {
        var sum = 0L;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>acc[i] += a[i]·b[i], element by element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAdd(Span<int> acc, ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        var i = 0;
        for (; i <= acc.Length - Vector<int>.Count; i += Vector<int>.Count)
            (new Vector<int>(acc[i..]) + (new Vector<int>(a[i..]) * new Vector<int>(b[i..]))).CopyTo(acc[i..]);
        for (; i < acc.Length; i++)
            acc[i] += a[i] * b[i];
    }
}
