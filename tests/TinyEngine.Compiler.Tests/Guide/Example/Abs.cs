using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>|x|.</summary>
internal sealed partial record Abs : UnaryInt8, IOperator<Abs>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Abs), "|x|")
        {
            DataTypes = ["int8 → int8"],
            Limits = "any shape; per-tensor quantization",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "ABS";

    /// <inheritdoc/>
    public override Table256 Table(TensorType input, TensorType output)
    {
        var factor = QuantizedMultiplier.From(input.Quant.Scale / output.Quant.Scale); // a quotient in float32, as in the reference
        return Table256.Create(DType.Int8, code =>
        {
            var distance = Math.Abs(code - input.Quant.ZeroPoint);
            var rescaled = input.Quant.Scale == output.Quant.Scale ? distance : factor.Apply(distance);
            return Math.Clamp(rescaled + output.Quant.ZeroPoint, sbyte.MinValue, sbyte.MaxValue);
        });
    }
}
