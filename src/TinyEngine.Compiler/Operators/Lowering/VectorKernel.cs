using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;

namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>Kernels that take whole tensors and the number of the output's elements.</summary>
internal static class VectorKernel
{
    /// <summary>The call of a kernel: output, input, number of elements, parameters.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="paramsType">Struct type.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="context">Types and layouts.</param>
    public static WholeCall Select(KernelDef kernel, string paramsType, CField[] fields, EmitContext context) =>
        kernel.Whole(
            new CallArgument.Output(0),
            new CallArgument.Input(0),
            new CallArgument.Number(context.Types.Outputs[0].Shape.ElementCount),
            new CallArgument.Params()
        ) with
        {
            Params = new CParams(paramsType, [.. fields]),
        };
}
