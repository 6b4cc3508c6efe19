using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>x for x ≥ 0, alpha · x below.</summary>
/// <param name="Alpha">Slope of the negative side.</param>
internal sealed partial record LeakyRelu(float Alpha) : UnaryInt8, IOperator<LeakyRelu>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(LeakyRelu), "x for x ≥ 0, alpha · x below")
        {
            DataTypes = ["int8 → int8"],
            Limits = "any finite alpha",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "LEAKY_RELU";

    /// <inheritdoc/>
    public override string Attributes => $"alpha {Alpha:G9}";

    /// <inheritdoc/>
    public override Table256 Table(TensorType input, TensorType output) =>
        Table256.Create(DType.Int8, LeakyReluParams.Create(input, output, Alpha).Apply);

    /// <inheritdoc/>
    protected override bool Accepts(TensorType input, OpSite site)
    {
        if (!float.IsFinite(Alpha))
        {
            site.Error(Diag.BadOptions, $"alpha is {Alpha}");
            return false;
        }

        var parameters = LeakyReluParams.Create(input, site.Output, Alpha);
        return site.HasFactors(parameters.Positive, parameters.Negative);
    }
}

/// <summary>The fixed-point parameters of LEAKY_RELU.</summary>
/// <param name="InputZeroPoint">Zero point of the input.</param>
/// <param name="Positive">Input scale / output scale.</param>
/// <param name="Negative">Input scale · alpha / output scale.</param>
/// <param name="OutputZeroPoint">Zero point of the output.</param>
/// <remarks>Both factors are formed in float32, as in the reference.</remarks>
internal readonly record struct LeakyReluParams(
    int InputZeroPoint,
    QuantizedMultiplier Positive,
    QuantizedMultiplier Negative,
    int OutputZeroPoint
)
{
    /// <summary>Parameters for the types of input and output.</summary>
    public static LeakyReluParams Create(TensorType input, TensorType output, float alpha)
    {
        var positive = input.Quant.Scale / output.Quant.Scale;
        var product = input.Quant.Scale * alpha;
        var negative = product / output.Quant.Scale;
        return new LeakyReluParams(
            input.Quant.ZeroPoint,
            QuantizedMultiplier.From(positive),
            QuantizedMultiplier.From(negative),
            output.Quant.ZeroPoint
        );
    }

    /// <summary>Output code of an input code.</summary>
    public int Apply(int code)
    {
        var value = code - InputZeroPoint;
        var result = unchecked((value >= 0 ? Positive : Negative).Apply(value) + OutputZeroPoint);
        return Math.Clamp(result, sbyte.MinValue, sbyte.MaxValue);
    }
}
