using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Svdf : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var parameters = SvdfParams.Create(context.Types);
        var (features, times) = (context.Constants[1]!.Value, context.Constants[2]!.Value);
        var isWide = times.Type.DType == DType.Int16;
        ImmutableArray<CArray> arrays =
        [
            CArray.Integers("features", ConstantKind.Weights, features.As<sbyte>()),
            isWide
                ? CArray.Integers("times", ConstantKind.Weights, times.As<short>())
                : CArray.Integers("times", ConstantKind.Weights, times.As<sbyte>()),
        ];
        var hasBias = context.Constants.Length > 4;
        return
        [
            new WholeCall(
                isWide ? "te_svdf_s8s16__c99" : "te_svdf_s8s8__c99",
                [new CallArgument.Output(0), new CallArgument.Input(0), new CallArgument.State(3), new CallArgument.Params()]
            )
            {
                Arrays = hasBias ? arrays.Add(CArray.Integers("bias", ConstantKind.Table, context.Constants[4]!.Value.As<int>())) : arrays,
                Params = new CParams(
                    "te_svdf_params",
                    [
                        new CField("inputs", features.Type.Shape[1]),
                        new CField("units", features.Type.Shape[0] / Rank),
                        new CField("rank", Rank),
                        new CField("memory", times.Type.Shape[1]),
                        new CField("inZeroPoint", parameters.InputZeroPoint),
                        new CField("stateZeroPoint", parameters.StateZeroPoint),
                        new CField("outZeroPoint", parameters.OutputZeroPoint),
                        new CField("featureMultiplier", parameters.FeatureFactor.Multiplier),
                        new CField("featureExponent", parameters.FeatureFactor.Shift),
                        new CField("timeMultiplier", parameters.TimeFactor.Multiplier),
                        new CField("timeExponent", parameters.TimeFactor.Shift),
                        CField.Constant("features"),
                        CField.Constant("times"),
                        hasBias ? CField.Constant("bias") : new CField("bias", new FieldValue.None()),
                    ]
                ),
            },
        ];
    }
}
