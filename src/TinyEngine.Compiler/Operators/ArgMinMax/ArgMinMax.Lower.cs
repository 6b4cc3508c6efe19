using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;
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
            new WholeCall(
                TakesLarger ? "te_arg_max_s8__c99" : "te_arg_min_s8__c99",
                [new CallArgument.Output(0), new CallArgument.Input(0), new CallArgument.Params()]
            )
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
