using System.Collections.Immutable;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators.Common;

/// <summary>
/// Proves that no sum of a network leaves its accumulator, whatever the inputs are: from the actual weights and biases, channel by channel.
/// Signed overflow is undefined in C, and the reference has it too, so there is nothing that generated code could agree with.
/// </summary>
internal static class AccumulatorProof
{
    /// <summary>64-bit sums are rescaled by 16-bit factors, which leaves them 48 bits.</summary>
    private const long WideLimit = 1L << 47;

    /// <summary>Reports each operator of which a sum can overflow.</summary>
    /// <returns>Whether none can.</returns>
    public static bool Holds(Network graph, string file, DiagnosticBag bag)
    {
        var holds = true;
        foreach (var node in graph.Nodes)
        {
            if (node.Op is not IBoundAccumulators op)
                continue;
            var (maximum, limit) = op.BoundAccumulators(graph.TypesOf(node), graph.ConstantsOf(node));
            if (maximum <= limit)
                continue;
            holds = false;
            bag.Add(
                Diag.AccumulatorOverflow,
                new Place(file, node.Label),
                $"a sum can reach {maximum:N0} for some inputs, its accumulator holds {limit:N0}",
                "the reference's result is undefined then, and so would be that of generated code",
                "look at this layer's bias: values this large come from a channel that training left without a use; prune or "
                    + "retrain it, or make the layer smaller"
            );
        }

        return holds;
    }

    /// <summary>The bounds of a layer with weights. They hold for partial sums in any order and for zero points folded into the bias: a tap
    /// that is left out, or that counts with the raw code 0, adds no more than one of its codes could.</summary>
    /// <param name="types">Types of the layer: IFM, weights, bias.</param>
    /// <param name="constants">Their values.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="inner">Weights of a channel that lie together: all when the channel is the first axis, one when it is the last.</param>
    public static AccumulatorRange OfWeights(OpTypes types, ImmutableArray<Tensor?> constants, int channels, int inner)
    {
        var ifm = types.Inputs[0];
        var zeroPoint = ifm.Quant.ZeroPoint;
        var (least, greatest) = (ifm.DType.MinValue() - zeroPoint, ifm.DType.MaxValue() - zeroPoint);
        var (low, high) = (new long[channels], new long[channels]);
        var weights = constants[1]!.Value.As<sbyte>();
        for (var i = 0; i < weights.Length; i++)
        {
            var (weight, channel) = ((long)weights[i], i / inner % channels);
            low[channel] += weight * (weight > 0 ? least : greatest);
            high[channel] += weight * (weight > 0 ? greatest : least);
        }

        var bias = constants.Length > 2 ? constants[2]!.Value.ToInt64() : new long[channels];
        var maximum = (Int128)0;
        for (var channel = 0; channel < channels; channel++)
        {
            foreach (
                var sum in new[]
                {
                    low[channel],
                    high[channel],
                    (Int128)bias[channel] + low[channel],
                    (Int128)bias[channel] + high[channel],
                }
            )
                maximum = Int128.Max(maximum, Int128.Abs(sum));
        }

        var isWide = Accumulators.AreWide(ifm, constants.Length > 2 ? types.Inputs[2] : null);
        return new AccumulatorRange((long)Int128.Min(maximum, long.MaxValue), isWide ? WideLimit : int.MaxValue);
    }

    /// <summary>The bounds of a sum of codes.</summary>
    /// <param name="type">Type of the codes.</param>
    /// <param name="count">How many.</param>
    public static AccumulatorRange OfCodes(TensorType type, long count)
    {
        var zeroPoint = type.Quant.ZeroPoint;
        var largest = new[] { -type.DType.MinValue(), zeroPoint - type.DType.MinValue(), type.DType.MaxValue() - zeroPoint }.Max();
        return new AccumulatorRange((largest + 1) * count, int.MaxValue); // 1 more for what is added before a division
    }
}
