using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Costs;

namespace TinyEngine.Compiler.Lowering;

/// <summary>Chooses among the kernels that an operator offers: the one that <see cref="InstructionModel"/> predicts the fewest instructions
/// for, and of several that are equally fast the one that takes the least scratch.</summary>
internal static class FastestKernel
{
    /// <summary>Kernels whose predictions are this close are as good as each other; RAM decides between them.</summary>
    public const double Near = 1.01;

    /// <summary>The call that computes a node.</summary>
    public static KernelCall Select(IOfferKernels op, EmitContext context) => Select(op.OfferKernels(context), context);

    /// <summary>The call of several that compute a node.</summary>
    public static KernelCall Select(ImmutableArray<KernelCall> offers, EmitContext context)
    {
        if (offers.Length == 1)
            return offers[0];
        var prices = offers.Select(offer => Price(context, offer)).ToList();
        var limit = Near * prices.Min();
        return offers.Where((_, index) => prices[index] <= limit).MinBy(offer => offer.Scratch?.Bytes ?? 0)!;
    }

    /// <summary>Instructions of a node over whole tensors, or of all its rows in groups of columns, by the fastest kernel.</summary>
    public static double Instructions(IOfferKernels op, EmitContext context) =>
        op.OfferKernels(context).Min(offer => Price(context, offer));

    /// <summary>A kernel that was not measured yet is never the fastest; calibration asks for it by name.</summary>
    private static double Price(EmitContext context, KernelCall offer) =>
        InstructionModel.Of(context.Target) is var model && model.Knows(offer.Kernel)
            ? model.Sum(StepWork.OfWhole(context.Types, [offer], chunkColumns: context.ChunkColumns))
            : double.MaxValue;
}
