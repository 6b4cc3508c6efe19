using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

public sealed partial record Softmax : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (input, output) = (context.Types.Inputs[0], context.Types.Outputs[0]);
        if (input.DType == DType.Int16)
            return [Wide(input)];
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

    private WholeCall Wide(TensorType input)
    {
        var (multiplier, exponent) = SoftmaxParams16.Compute(input, Beta).Multiplier;
        return new WholeCall("te_softmax_s16__c99", [new CallArgument.Output(0), new CallArgument.Input(0), new CallArgument.Params()])
        {
            Arrays =
            [
                CArray.Integers("exp", ConstantKind.Table, SoftmaxParams16.ExpTable.AsSpan()),
                CArray.Integers("reciprocal", ConstantKind.Table, SoftmaxParams16.ReciprocalTable.AsSpan()),
            ],
            Params = new CParams(
                "te_softmax_s16_params",
                [
                    new CField("rows", input.Shape.ElementCount / input.Shape[^1]),
                    new CField("depth", input.Shape[^1]),
                    new CField("multiplier", multiplier),
                    new CField("exponent", exponent),
                    new CField("expTable", "@exp"),
                    new CField("reciprocalTable", "@reciprocal"),
                ]),
        };
    }
}
