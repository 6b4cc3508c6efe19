using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

public sealed partial record Pad
{
    /// <inheritdoc/>
    /// <remarks>Feature maps of bytes are padded row by row; everything else is filled and copied.</remarks>
    public override ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (input, output) = (context.Types.Inputs[0], context.Types.Outputs[0]);
        if (input.DType != DType.Int8 || input.Shape is not [1, _, var width, var channels] || output.Shape[0] != 1)
            return base.SelectKernels(context);
        return
        [
            new RowCall("te_pad_s8__c99", [new RowSource(0, new RowIndex(1, -Before[1]))], output.Shape[2])
            {
                Params = new CParams(
                    "te_pad_s8_params",
                    [
                        new CField("in", context.Inputs[0]),
                        new CField("out", context.Outputs[0]),
                        new CField("inWidth", width),
                        new CField("inChannels", channels),
                        new CField("outChannels", output.Shape[3]),
                        new CField("padLeft", Before[2]),
                        new CField("padChannels", Before[3]),
                        new CField("value", output.Quant.ZeroPoint),
                    ]),
            },
        ];
    }
}
