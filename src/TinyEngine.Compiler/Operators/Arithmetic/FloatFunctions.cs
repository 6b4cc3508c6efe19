namespace TinyEngine.Compiler.Operators.Arithmetic;

/// <summary>Functions of float32 as <c>te_functions_f32.h</c> computes them, bit for bit: sums, products and quotients in a fixed order, so
/// that results do not depend on a mathematical library (decision 0029).</summary>
internal static class FloatFunctions
{
    /// <summary>e to the power of x.</summary>
    public static float Exp(float x)
    {
        if (float.IsNaN(x))
            return x;
        if (x > 88.722839f)
            return float.PositiveInfinity;
        if (x < -103.972084f)
            return 0;
        var n = Floor((1.44269504088896341f * x) + 0.5f);
        x -= n * 0.693359375f;
        x -= n * -2.12194440e-4f;
        var y = Polynomial(x, [1.9875691500e-4f, 1.3981999507e-3f, 8.3334519073e-3f, 4.1665795894e-2f, 1.6666665459e-1f, 5.0000001201e-1f]);
        y = (y * (x * x)) + x + 1;
        return Scale(y, (int)n);
    }

    /// <summary>The natural logarithm.</summary>
    public static float Log(float x)
    {
        if (float.IsNaN(x) || float.IsPositiveInfinity(x))
            return x;
        if (x < 0)
            return float.NaN;
        if (x == 0)
            return float.NegativeInfinity;
        var e = 0;
        if (x < 1.17549435e-38f)
        {
            x *= 1 << 24;
            e = -24;
        }

        var bits = BitConverter.SingleToUInt32Bits(x);
        e += (int)(bits >> 23) - 126;
        x = BitConverter.UInt32BitsToSingle((bits & 0x007fffff) | 0x3f000000);
        if (x < 0.707106781186547524f)
        {
            e--;
            x = x + x - 1;
        }
        else
        {
            x -= 1;
        }

        var z = x * x;
        var y = Polynomial(
            x,
            [
                7.0376836292e-2f,
                -1.1514610310e-1f,
                1.1676998740e-1f,
                -1.2420140846e-1f,
                1.4249322787e-1f,
                -1.6668057665e-1f,
                2.0000714765e-1f,
                -2.4999993993e-1f,
                3.3333331174e-1f,
            ]
        );
        y = y * x * z;
        y += -2.12194440e-4f * e;
        y += -0.5f * z;
        y = x + y;
        return y + (0.693359375f * e);
    }

    /// <summary>Sine for turn 0, cosine for turn 2.</summary>
    /// <param name="x">The angle.</param>
    /// <param name="turn">Eighths of a circle to add.</param>
    public static float Sine(float x, int turn)
    {
        var odd = turn == 0 && x < 0;
        x = MathF.Abs(x);
        if (!(x < 8388608))
            return float.IsFinite(x) ? turn / 2 : float.NaN;
        var octant = (int)(1.27323954473516f * x);
        octant += octant & 1;
        float n = octant;
        x = x - (n * 0.78515625f) - (n * 2.4187564849853515625e-4f) - (n * 3.77489497744594108e-8f);
        octant = (octant + turn) & 7;
        var z = x * x;
        float y;
        if ((octant & 2) != 0)
        {
            y = Polynomial(z, [2.443315711809948e-5f, -1.388731625493765e-3f, 4.166664568298827e-2f]);
            y = y * z * z;
            y = y - (0.5f * z) + 1;
        }
        else
        {
            y = Polynomial(z, [-1.9515295891e-4f, 8.3321608736e-3f, -1.6666654611e-1f]);
            y = (y * z * x) + x;
        }

        return (octant & 4) != 0 != odd ? -y : y;
    }

    /// <summary>1 / (1 + exp(−x)).</summary>
    public static float Logistic(float x) => x < 0 ? Exp(x) / (1 + Exp(x)) : 1 / (1 + Exp(-x));

    /// <summary>Hyperbolic tangent.</summary>
    public static float Tanh(float x)
    {
        var (a, z) = (MathF.Abs(x), x * x);
        if (a >= 0.625f)
        {
            var limit = a > 10 ? 1 : 1 - (2 / (Exp(a + a) + 1));
            return x < 0 ? -limit : limit;
        }

        var y = Polynomial(z, [-5.70498872745e-3f, 2.06390887954e-2f, -5.37397155531e-2f, 1.33314422036e-1f, -3.33332819422e-1f]);
        return (y * z * x) + x;
    }

    /// <summary>The largest integer that is not above.</summary>
    public static float Floor(float v)
    {
        if (!(MathF.Abs(v) < 8388608))
            return v;
        float cut = (int)v;
        return cut > v ? cut - 1 : cut;
    }

    /// <summary>The nearest integer, of two the even one.</summary>
    public static float RoundToEven(float v)
    {
        if (!(MathF.Abs(v) < 8388608))
            return v;
        var below = Floor(v);
        var rest = v - below;
        return rest < 0.5f || (rest == 0.5f && ((int)below & 1) == 0) ? below : below + 1;
    }

    /// <summary>⌊a / b⌋, the quotient formed in float64.</summary>
    public static float FloorDivide(float a, float b)
    {
        var quotient = (double)a / b;
        if (!(quotient < 4503599627370496.0 && quotient > -4503599627370496.0))
            return (float)quotient;
        double cut = (long)quotient;
        return (float)(cut > quotient ? cut - 1 : cut);
    }

    /// <summary>What <see cref="FloorDivide"/> leaves: the rest of a division, with the divisor's sign.</summary>
    public static float FloorModulo(float a, float b)
    {
        var rest = a % b;
        return rest != 0 && b < 0 != rest < 0 ? rest + b : rest;
    }

    private static float Polynomial(float x, ReadOnlySpan<float> coefficients)
    {
        var y = coefficients[0];
        foreach (var coefficient in coefficients[1..])
            y = (y * x) + coefficient;
        return y;
    }

    /// <summary>v · 2^n in two steps, so that each factor is a normal number.</summary>
    private static float Scale(float v, int n)
    {
        var half = n / 2;
        return v * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    private static float PowerOfTwo(int exponent) => BitConverter.Int32BitsToSingle((exponent + 127) << 23);
}
