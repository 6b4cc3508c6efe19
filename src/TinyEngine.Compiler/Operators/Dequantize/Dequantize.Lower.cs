using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Lowering;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Dequantize : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context) =>
        ConvertKernel.Select(
            KernelTable.Find("dequantize", ConvertKernel.Short(context.Types.Inputs[0].DType) + "f32"),
            Quantize.Scaling(context.Types.Inputs[0]),
            context
        );
}
