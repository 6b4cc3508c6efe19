using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>Row kernels of operators with two operands and broadcasting: a broadcast axis is a stride of 0, or a row that is read
/// again.</summary>
internal static class BinaryKernel
{
    /// <summary>The call of a kernel.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="paramsType">Struct type; its first fields are in0, in1, out, channels.</param>
    /// <param name="fields">The fields behind them.</param>
    /// <param name="context">Types and layouts.</param>
    public static ImmutableArray<KernelCall> Select(KernelDef kernel, string paramsType, IEnumerable<CField> fields, EmitContext context)
    {
        var output = context.Types.Outputs[0];
        var (_, _, width, channels) = output.Shape.ToNhwc();
        ImmutableArray<int> broadcast =
        [
            .. Enumerable.Range(0, 2).Where(i => context.Types.Inputs[i].Shape.ElementCount != output.Shape.ElementCount),
        ];
        return
        [
            kernel.Rows(
                [.. Enumerable.Range(0, 2).Select(i => new RowSource(i, RowOf(context.Types.Inputs[i].Shape, output.Shape)))],
                width
            ) with
            {
                ElementBytes = output.DType.ByteSize(),
                IsPixelwise = true,
                RunsOverRows = broadcast.IsEmpty,
                BroadcastOperands = broadcast,
                Params = new CParams(
                    paramsType,
                    [
                        new CField("in0", Layout(context, 0, width, channels)),
                        new CField("in1", Layout(context, 1, width, channels)),
                        new CField("out", context.Outputs[0]),
                        new CField("channels", channels),
                        .. fields,
                    ]
                ),
            },
        ];
    }

    private static FieldValue.Layout Layout(EmitContext context, int operand, int width, int channels)
    {
        var (_, _, w, c) = context.Types.Inputs[operand].Shape.ToNhwc();
        var layout = context.Inputs[operand];
        return new FieldValue.Layout(w == 1 && width > 1 ? 0 : layout.PixelStride, c == 1 && channels > 1 ? 0 : layout.ChannelStride);
    }

    /// <summary>Which row of an operand belongs to each output row: axes of size 1 repeat.</summary>
    private static RowIndex RowOf(Shape operand, Shape output)
    {
        var rows = new List<int>();
        var outer = output.Sizes[..Math.Max(0, output.Rank - 2)];
        var own = operand.Sizes[..Math.Max(0, operand.Rank - 2)];
        for (var y = 0; y < outer.Aggregate(1, (product, size) => product * size); y++)
        {
            var (rest, row, stride) = (y, 0, 1);
            for (var axis = 1; axis <= outer.Length; axis++)
            {
                var index = rest % outer[^axis];
                rest /= outer[^axis];
                if (axis > own.Length)
                    continue;
                row += own[^axis] == 1 ? 0 : index * stride;
                stride *= own[^axis];
            }

            rows.Add(row);
        }

        if (rows.Index().All(r => r.Item == r.Index))
            return RowIndex.Same;
        return rows.TrueForAll(r => r == 0) ? RowIndex.First : new RowIndex(0, 0, [.. rows]);
    }
}
