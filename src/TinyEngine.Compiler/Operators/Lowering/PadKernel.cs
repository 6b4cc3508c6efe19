using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>Padding of int8 maps as one call for each row; null for everything else, which is filled and copied.</summary>
internal static class PadKernel
{
    /// <summary>The call.</summary>
    /// <param name="before">Elements before the first along each axis.</param>
    /// <param name="code">Code of the added elements.</param>
    /// <param name="context">Types and layouts.</param>
    public static ImmutableArray<KernelCall>? Select(EquatableArray<int> before, int code, EmitContext context)
    {
        var (input, output) = (context.Types.Inputs[0], context.Types.Outputs[0]);
        if (input.DType != DType.Int8 || input.Shape is not [1, _, var width, var channels] || output.Shape[0] != 1)
            return null;
        return
        [
            KernelTable.Find("pad", "s8").Rows([new RowSource(0, new RowIndex(1, -before[1]))], output.Shape[2]) with
            {
                Params = new CParams(
                    "te_pad_s8_params",
                    [
                        new CField("in", context.Inputs[0]),
                        new CField("out", context.Outputs[0]),
                        new CField("inWidth", width),
                        new CField("inChannels", channels),
                        new CField("outChannels", output.Shape[3]),
                        new CField("padLeft", before[2]),
                        new CField("padChannels", before[3]),
                        new CField("value", code),
                    ]
                ),
            },
        ];
    }
}
