using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Arithmetic;

namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>Unary operators on 8-bit codes as a look-up of 256 entries.</summary>
internal static class LookUpKernel
{
    /// <summary>The call for a table.</summary>
    public static ImmutableArray<KernelCall> Select(Table256 table, EmitContext context)
    {
        var (_, _, width, channels) = context.Types.Outputs[0].Shape.ToNhwc();
        return
        [
            KernelTable.Find("lut", "s8").Rows([new RowSource(0, RowIndex.Same)], width) with
            {
                IsPixelwise = true,
                RunsOverRows = true,
                Constants =
                [
                    new CallConstant.Table(new CArray("table", ConstantKind.Table, "int8_t", 1, 1, table.Entries.Items.AsMemory())),
                ],
                Params = new CParams(
                    "te_lut_s8_params",
                    [
                        new CField("in", context.Inputs[0]),
                        new CField("out", context.Outputs[0]),
                        new CField("channels", channels),
                        CField.Constant("table"),
                    ]
                ),
            },
        ];
    }
}
