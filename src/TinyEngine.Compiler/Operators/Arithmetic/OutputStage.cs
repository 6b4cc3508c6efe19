using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Proofs;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Arithmetic;

/// <summary>What turns the accumulators of an operator with weights into output codes: bias, rescaling, zero point, activation.</summary>
internal readonly struct OutputStage
{
    private readonly ImmutableArray<QuantizedMultiplier> _multipliers;
    private readonly long[] _bias;
    private readonly int _zeroPoint;
    private readonly Clamp _activation;

    /// <summary>Prepares the stage.</summary>
    /// <param name="context">The evaluation; operand 2, if there is one, is the bias.</param>
    /// <param name="multipliers">Factors, one per channel.</param>
    /// <param name="activation">Bounds of the output codes.</param>
    public OutputStage(EvaluationContext context, ImmutableArray<QuantizedMultiplier> multipliers, Clamp activation)
    {
        _multipliers = multipliers;
        _bias = context.InputCount > 2 ? context.InputTensor(2).ToInt64() : new long[multipliers.Length];
        _zeroPoint = context.OutputType().Quant.ZeroPoint;
        _activation = activation;
        IsWide = AccumulatorWidth.IsWide(context.InputType(0), context.InputCount > 2 ? context.InputType(2) : null);
    }

    /// <summary>Whether accumulators have 64 bits.</summary>
    public bool IsWide { get; }

    /// <summary>Output code of a 32-bit accumulator.</summary>
    public int Finish(int acc, int channel) =>
        _activation.Apply(unchecked(_multipliers[channel].Apply(acc + (int)_bias[channel]) + _zeroPoint));

    /// <summary>Output code of a 64-bit accumulator.</summary>
    public int Finish(long acc, int channel)
    {
        var (multiplier, shift) = _multipliers[channel];
        return _activation.Apply(unchecked(FixedPoint.Requantize(acc + _bias[channel], multiplier, shift) + _zeroPoint));
    }
}
