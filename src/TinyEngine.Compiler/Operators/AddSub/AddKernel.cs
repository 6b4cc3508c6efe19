using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>The kernels of ADD and SUB.</summary>
internal static class AddKernel
{
    /// <summary>For int8 the linear kernel where it was proved equal, otherwise the one that follows the reference step by step.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="parameters">The reference's arithmetic.</param>
    /// <param name="context">Types and layouts.</param>
    public static ImmutableArray<KernelCall> Select(string op, AddParams parameters, EmitContext context)
    {
        if (context.Types.Outputs[0].DType == DType.Int16)
            return BinaryKernel.Select(KernelTable.Find(op, "s16"), "te_add_s8_params", parameters.Fields(), context);
        var (first, second, output) = (
            context.Types.Inputs[0].Quant.Scale,
            context.Types.Inputs[1].Quant.Scale,
            context.Types.Outputs[0].Quant.Scale
        );
        return context.Once(() => Linear(parameters, first, second, output)) is { } linear
            ? BinaryKernel.Select(
                KernelTable.Find("add_linear", "s8", context.SmallIsa),
                "te_add_s8_linear_params",
                linear.Fields(parameters.Activation),
                context
            )
            : BinaryKernel.Select(KernelTable.Find(op, "s8", context.SmallIsa), "te_add_s8_params", parameters.Fields(), context);
    }

    private static LinearAdd? Linear(AddParams parameters, float first, float second, float output) =>
        LinearAdd.Find(parameters, (double)first / output, (parameters.Subtract ? -1.0 : 1.0) * second / output);
}
