using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

public sealed partial record Softmax : IEmitC
{
    /// <inheritdoc/>
    public string? WhyNoKernel(OpTypes types) => types.Inputs[0].DType == DType.Int8 ? null : "there is no C kernel for int16 activations";

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (input, output) = (context.Types.Inputs[0], context.Types.Outputs[0]);
        var parameters = SoftmaxParams.Compute(input, Beta);
        return
        [
            new WholeCall(
                output.DType == DType.Int8 ? "te_softmax_s8__c99" : "te_softmax_s8s16__c99",
                [new CallArgument.Output(0), new CallArgument.Input(0), new CallArgument.Params()])
            {
                Params = new CParams(
                    "te_softmax_params",
                    [
                        new CField("rows", input.Shape.ElementCount / input.Shape[^1]),
                        new CField("depth", input.Shape[^1]),
                        new CField("multiplier", parameters.Multiplier.Multiplier),
                        new CField("leftShift", parameters.Multiplier.Shift),
                        new CField("diffMin", parameters.MinimumDifference),
                    ]),
            },
        ];
    }
}
