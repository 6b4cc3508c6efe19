namespace TinyEngine.Compiler.Operators;

/// <summary>Functions of two elements, with the numbers of <c>te_elements.h</c>.</summary>
internal enum BinaryFunction
{
    Add,
    Sub,
    Mul,
    Div,
    Minimum,
    Maximum,
    SquaredDifference,
    FloorDiv,
    FloorMod,
}

/// <summary>What the functions compute.</summary>
internal static class BinaryFunctions
{
    /// <summary>Whether it divides, which has no result for a divisor of 0.</summary>
    public static bool Divides(this BinaryFunction function) =>
        function is BinaryFunction.Div or BinaryFunction.FloorDiv or BinaryFunction.FloorMod;

    /// <summary>The value for two numbers of float32.</summary>
    public static float Of(this BinaryFunction function, float a, float b) =>
        function switch
        {
            BinaryFunction.Add => a + b,
            BinaryFunction.Sub => a - b,
            BinaryFunction.Mul => a * b,
            BinaryFunction.Div => a / b,
            BinaryFunction.Minimum => a < b ? a : b,
            BinaryFunction.Maximum => a > b ? a : b,
            BinaryFunction.SquaredDifference => (a - b) * (a - b),
            BinaryFunction.FloorDiv => Arithmetic.FloatFunctions.FloorDivide(a, b),
            BinaryFunction.FloorMod => Arithmetic.FloatFunctions.FloorModulo(a, b),
            _ => throw new ArgumentOutOfRangeException(nameof(function), function, null),
        };

    /// <summary>The value for two int32, wrapped around; a divisor is not 0.</summary>
    public static int Of(this BinaryFunction function, int a, int b) => unchecked((int)function.Of((long)a, b));

    /// <summary>The value for two int64, wrapped around; a divisor is not 0.</summary>
    public static long Of(this BinaryFunction function, long a, long b) =>
        unchecked(
            function switch
            {
                BinaryFunction.Add => a + b,
                BinaryFunction.Sub => a - b,
                BinaryFunction.Mul => a * b,
                BinaryFunction.Div => Quotient(a, b),
                BinaryFunction.Minimum => Math.Min(a, b),
                BinaryFunction.Maximum => Math.Max(a, b),
                BinaryFunction.SquaredDifference => (a - b) * (a - b),
                BinaryFunction.FloorDiv => Quotient(a, b) - Inexact(a, b),
                BinaryFunction.FloorMod => Rest(a, b) + (Inexact(a, b) * b),
                _ => throw new ArgumentOutOfRangeException(nameof(function), function, null),
            }
        );

    // The processor refuses to divide the smallest number by -1.
    private static long Quotient(long a, long b) => b == -1 ? unchecked(-a) : a / b;

    private static long Rest(long a, long b) => b == -1 ? 0 : a % b;

    private static long Inexact(long a, long b) => Rest(a, b) is var rest && rest != 0 && rest < 0 != b < 0 ? 1 : 0;
}
