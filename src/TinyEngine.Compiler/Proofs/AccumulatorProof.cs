using System.Collections.Immutable;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Proofs;

/// <summary>
/// Proves that no sum of a network leaves its accumulator, whatever the inputs are: from the actual weights and biases, channel by channel.
/// Signed overflow is undefined in C, and the reference has it too, so there is nothing that generated code could agree with.
/// </summary>
internal static class AccumulatorProof
{
    /// <summary>64-bit sums are rescaled by 16-bit factors, which leaves them 48 bits.</summary>
    private const long WideLimit = (1L << 47) - 1;

    /// <summary>Reports each operator of which a sum can overflow.</summary>
    /// <returns>Whether none can.</returns>
    public static bool Holds(NetworkProofs proofs, string file, DiagnosticBag bag)
    {
        var holds = true;
        foreach (var node in proofs.Graph.Nodes)
        {
            if (RangeOf(proofs, node) is not { Fits: false } range)
                continue;
            var (sum, bound) = range.Maximum > range.Limit ? (range.Maximum, range.Limit) : (range.Minimum, range.Least);
            holds = false;
            bag.Add(
                Diag.AccumulatorOverflow,
                new Place(file, node.Label),
                $"a sum can reach {sum:N0} for some inputs, its accumulator holds {bound:N0}",
                "the reference's result is undefined then, and so would be that of generated code",
                "look at this layer's bias: values this large come from a channel that training left without a use; prune or "
                    + "retrain it, or make the layer smaller"
            );
        }

        return holds;
    }

    /// <summary>The range of a node's sums; null for nodes without sums, and where weights are not known.</summary>
    private static AccumulatorRange? RangeOf(NetworkProofs proofs, Node node) =>
        node.Op is IBoundAccumulators op
            ? op.BoundAccumulators(proofs.Graph.TypesOf(node), proofs.Graph.ConstantsOf(node))
            : proofs.Layer(node)?.Accumulators;

    /// <summary>The bounds of a layer with weights. They hold for partial sums in any order and for zero points folded into the bias: a tap
    /// that is left out, or that counts with the raw code 0, adds no more than one of its codes could.</summary>
    /// <param name="sums">What the weights of each channel add up to.</param>
    /// <param name="bias">Bias of each channel.</param>
    /// <param name="isWide">Whether sums have 64 bits.</param>
    public static AccumulatorRange OfSums(ReadOnlySpan<ChannelSums> sums, ReadOnlySpan<long> bias, bool isWide)
    {
        var (minimum, maximum) = ((Int128)0, (Int128)0);
        for (var channel = 0; channel < sums.Length; channel++)
        {
            var (low, high, constant) = ((Int128)sums[channel].Low, (Int128)sums[channel].High, bias[channel]);
            minimum = Int128.Min(minimum, Int128.Min(low, constant + low));
            maximum = Int128.Max(maximum, Int128.Max(high, constant + high));
        }

        return new AccumulatorRange(
            (long)Int128.Max(minimum, long.MinValue),
            (long)Int128.Min(maximum, long.MaxValue),
            isWide ? WideLimit : int.MaxValue
        );
    }
}
