using TinyEngine.Compiler.Operators.Arithmetic;

namespace TinyEngine.Compiler.Operators;

/// <summary>Functions of one element; those of float32 have the numbers of <c>te_elements.h</c>.</summary>
internal enum UnaryFunction
{
    Abs,
    Neg,
    Exp,
    Log,
    Sqrt,
    Rsqrt,
    Square,
    Sin,
    Cos,
    Floor,
    Ceil,
    Round,
    Logistic,
    Tanh,

    /// <summary>Limits: RELU and its kin.</summary>
    Clamp,

    /// <summary>Of bool.</summary>
    LogicalNot,
}

/// <summary>What the functions compute.</summary>
internal static class UnaryFunctions
{
    /// <summary>The value of a function of float32 at a point.</summary>
    /// <param name="function">The function.</param>
    /// <param name="x">The point.</param>
    /// <param name="low">Lower limit of <see cref="UnaryFunction.Clamp"/>.</param>
    /// <param name="high">Its upper limit.</param>
    public static float Of(this UnaryFunction function, float x, float low, float high) =>
        function switch
        {
            UnaryFunction.Abs => MathF.Abs(x),
            UnaryFunction.Neg => -x,
            UnaryFunction.Exp => FloatFunctions.Exp(x),
            UnaryFunction.Log => FloatFunctions.Log(x),
            UnaryFunction.Sqrt => MathF.Sqrt(x),
            UnaryFunction.Rsqrt => 1 / MathF.Sqrt(x),
            UnaryFunction.Square => x * x,
            UnaryFunction.Sin => FloatFunctions.Sine(x, 0),
            UnaryFunction.Cos => FloatFunctions.Sine(x, 2),
            UnaryFunction.Floor => FloatFunctions.Floor(x),
            UnaryFunction.Ceil => -FloatFunctions.Floor(-x),
            UnaryFunction.Round => FloatFunctions.RoundToEven(x),
            UnaryFunction.Logistic => FloatFunctions.Logistic(x),
            UnaryFunction.Tanh => FloatFunctions.Tanh(x),
            UnaryFunction.Clamp => x < low ? low
            : x > high ? high
            : x,
            _ => throw new ArgumentOutOfRangeException(nameof(function), function, null),
        };
}
