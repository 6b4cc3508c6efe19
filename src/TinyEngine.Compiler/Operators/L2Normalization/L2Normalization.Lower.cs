using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record L2Normalization : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (_, _, width, channels) = context.Types.Outputs[0].Shape.ToNhwc();
        return
        [
            KernelTable.Find("l2_normalization", "s8").Rows([new RowSource(0, RowIndex.Same)], width) with
            {
                IsPixelwise = true,
                RunsOverRows = true,
                Params = new CParams(
                    "te_l2_normalization_s8_params",
                    [
                        new CField("in", context.Inputs[0]),
                        new CField("out", context.Outputs[0]),
                        new CField("channels", channels),
                        new CField("inZeroPoint", context.Types.Inputs[0].Quant.ZeroPoint),
                    ]
                ),
            },
        ];
    }
}
