using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record ResizeNearestNeighbor : IEmitC
{
    /// <inheritdoc/>
    public string? WhyNoKernel(OpTypes types) => types.Inputs[0].Shape[2] > 1 << 16 ? "there is a C kernel for up to 65,536 columns" : null;

    /// <inheritdoc/>
    /// <remarks>Pixels of any type are copied as bytes.</remarks>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var input = context.Types.Inputs[0].Shape;
        int[] rows =
        [
            .. Enumerable
                .Range(0, input[0])
                .SelectMany(n => Enumerable.Range(0, Height).Select(y => (n * input[1]) + SourceRow(y, input[1]))),
        ];
        ushort[] columns = [.. Enumerable.Range(0, Width).Select(x => (ushort)SourceColumn(x, input[2]))];
        return
        [
            KernelTable.Find("resize_nearest", "s8").Rows([new RowSource(0, new RowIndex(0, 0, [.. rows]))], Width) with
            {
                Constants = [new CallConstant.Table(CArray.Table("columns", "uint16_t", 1, columns))],
                Params = new CParams(
                    "te_resize_nearest_s8_params",
                    [
                        new CField("in", new FieldValue.Layout(context.Inputs[0].PixelStride, 1)),
                        new CField("out", new FieldValue.Layout(context.Outputs[0].PixelStride, 1)),
                        new CField("channels", input[3] * context.Types.Inputs[0].DType.ByteSize()),
                        CField.Constant("columns"),
                    ]
                ),
            },
        ];
    }
}
