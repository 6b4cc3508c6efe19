using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Svdf : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var parameters = SvdfParams.Create(context.Types);
        var (features, times) = (context.Types.Inputs[1], context.Types.Inputs[2]);
        var isWide = times.DType == DType.Int16;
        var hasBias = context.Types.Inputs.Length > 4;
        ImmutableArray<CallConstant> constants =
        [
            new CallConstant.Operand("features", ConstantKind.Weights, 1, features.ByteSize),
            new CallConstant.Operand("times", ConstantKind.Weights, 2, times.ByteSize),
        ];
        return
        [
            KernelTable
                .Find("svdf", isWide ? "s8s16" : "s8s8")
                .Whole(new CallArgument.Output(0), new CallArgument.Input(0), new CallArgument.State(3), new CallArgument.Params()) with
            {
                Constants = hasBias
                    ? constants.Add(new CallConstant.Operand("bias", ConstantKind.Table, 4, context.Types.Inputs[4].ByteSize))
                    : constants,
                Params = new CParams(
                    "te_svdf_params",
                    [
                        new CField("inputs", features.Shape[1]),
                        new CField("units", features.Shape[0] / Rank),
                        new CField("rank", Rank),
                        new CField("memory", times.Shape[1]),
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
