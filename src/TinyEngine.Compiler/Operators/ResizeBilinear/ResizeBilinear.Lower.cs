using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record ResizeBilinear : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var input = context.Types.Inputs[0].Shape;
        var rows = Enumerable
            .Range(0, input[0])
            .SelectMany(n =>
                RowPoints(input[1]).Select(p => Inside(p with { First = p.First + (n * input[1]), Second = p.Second + (n * input[1]) }))
            )
            .ToArray();
        var columns = ColumnPoints(input[2])
            .Select(Inside)
            .SelectMany(p => new[] { (ushort)p.First, (ushort)p.Second, (ushort)p.Fraction })
            .ToArray();
        return
        [
            KernelTable
                .Find("resize_bilinear", "s8")
                .Rows([Source(rows.Select(p => p.First)), Source(rows.Select(p => p.Second))], Width) with
            {
                TakesRow = true,
                Constants =
                [
                    new CallConstant.Table(CArray.Table("columns", "te_resize_bilinear_point", 3, columns)),
                    new CallConstant.Table(CArray.Table("fractions", [.. rows.Select(p => (short)p.Fraction)])),
                ],
                Params = new CParams(
                    "te_resize_bilinear_s8_params",
                    [
                        new CField("in", context.Inputs[0]),
                        new CField("out", context.Outputs[0]),
                        new CField("channels", input[3]),
                        CField.Constant("columns"),
                        CField.Constant("rowFractions", "fractions"),
                    ]
                ),
            },
        ];
    }

    /// <summary>Outside the map both positions are one, and any fraction gives the same.</summary>
    private static BilinearPoint Inside(BilinearPoint point) => point.First == point.Second ? point with { Fraction = 0 } : point;

    private static RowSource Source(IEnumerable<int> rows) => new(0, new RowIndex(0, 0, [.. rows]));
}
