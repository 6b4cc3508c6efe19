using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record ArgMinMax : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var shape = context.Types.Inputs[0].Shape;
        var inner = shape.Strides()[Axis];
        return
        [
            KernelTable
                .Find(TakesLarger ? "arg_max" : "arg_min", ConvertKernel.Short(context.Types.Inputs[0].DType))
                .Whole(new CallArgument.Output(0), new CallArgument.Input(0), new CallArgument.Params()) with
            {
                Params = new CParams(
                    "te_arg_params",
                    [
                        new CField("outer", shape.ElementCount / (shape[Axis] * inner)),
                        new CField("count", shape[Axis]),
                        new CField("inner", inner),
                    ]
                ),
            },
        ];
    }
}
