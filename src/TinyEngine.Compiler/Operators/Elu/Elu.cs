using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>x for x ≥ 0, exp(x) − 1 below.</summary>
/// <remarks>The reference tabulates it with the C library's float functions, so that its own results differ by a code between
/// platforms.</remarks>
internal sealed partial record Elu : UnaryInt8, IOperator<Elu>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Elu), "x for x ≥ 0, exp(x) − 1 below")
        {
            DataTypes = ["int8 → int8"],
            Limits = "any shape; per-tensor quantization",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "ELU";

    /// <inheritdoc/>
    public override Table256 Table(TensorType input, TensorType output)
    {
        var inverseScale = 1 / output.Quant.Scale;
        return Table256.Create(DType.Int8, code =>
        {
            var real = input.Quant.Scale * (code - input.Quant.ZeroPoint);
            var result = real < 0 ? MathF.Exp(real) - 1 : real;
            var rescaled = MathF.Round(result * inverseScale, MidpointRounding.AwayFromZero);
            return (int)Math.Clamp(rescaled + output.Quant.ZeroPoint, sbyte.MinValue, sbyte.MaxValue);
        });
    }
}
