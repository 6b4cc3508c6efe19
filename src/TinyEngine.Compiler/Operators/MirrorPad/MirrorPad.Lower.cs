using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record MirrorPad : IEmitC
{
    /// <inheritdoc/>
    public string? WhyNoKernel(OpTypes types) =>
        TakesBytes(types) ? null : MoveKernel.WhyNot(Moves(types.Inputs[0].Shape, types.Outputs[0].Shape));

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (input, output) = (context.Types.Inputs[0].Shape, context.Types.Outputs[0].Shape);
        if (!TakesBytes(context.Types))
            return MoveKernel.Select(Moves(input, output), null, context);
        var bytes = context.Types.Inputs[0].DType.ByteSize();
        var (_, _, width, channels) = input.ToNhwc();
        return
        [
            KernelTable.Find("mirror_pad", "s8").Rows([new RowSource(0, OuterRows(input))], output.ToNhwc().Width) with
            {
                Params = new CParams(
                    "te_mirror_pad_s8_params",
                    [
                        new CField("in", new FieldValue.Layout(context.Inputs[0].PixelStride, 1)),
                        new CField("out", new FieldValue.Layout(context.Outputs[0].PixelStride, 1)),
                        new CField("inWidth", width),
                        new CField("inChannels", channels * bytes),
                        new CField("outChannels", output.ToNhwc().Channels * bytes),
                        new CField("padLeft", BeforeFromEnd(2)),
                        new CField("padChannels", BeforeFromEnd(1)),
                        new CField("edge", RepeatsEdge ? 1 : 0),
                    ]
                ),
            },
        ];
    }

    /// <summary>Whether the kernel for bytes serves: elements are bytes, or whole pixels move.</summary>
    private bool TakesBytes(OpTypes types) =>
        types.Inputs[0].DType.ByteSize() == 1 || Before.Count == 0 || (Before[^1] == 0 && After[^1] == 0);

    private int BeforeFromEnd(int axis) => axis <= Before.Count ? Before[^axis] : 0;

    /// <summary>For each output row the input row: the axes before width and channels, mirrored.</summary>
    private RowIndex OuterRows(Shape input)
    {
        int[] rows = [0];
        for (var axis = 0; axis < input.Rank - 2; axis++)
        {
            var (size, sources) = (input[axis], Sources(axis, input[axis]));
            rows = [.. rows.SelectMany(_ => sources, (row, source) => (row * size) + source)];
        }

        return rows.Index().All(row => row.Item == row.Index) ? RowIndex.Same : new RowIndex(0, 0, [.. rows]);
    }

    /// <summary>The copies: along each axis the mirrored part before, the middle, the mirrored part behind.</summary>
    private List<DataMove> Moves(Shape input, Shape output)
    {
        var copies = new List<StridedCopy> { new([], [], []) };
        var (inputStrides, outputStrides) = (input.Strides(), output.Strides());
        for (var axis = 0; axis < input.Rank; axis++)
        {
            var (size, before, after, skip) = (input[axis], Before[axis], After[axis], RepeatsEdge ? 0 : 1);
            (int Count, int From, int Step, int To)[] parts =
            [
                (before, before - 1 + skip, -1, 0),
                (size, 0, 1, before),
                (after, size - 1 - skip, -1, before + size),
            ];
            var (inputStride, outputStride) = (inputStrides[axis], outputStrides[axis]);
            copies =
            [
                .. copies.SelectMany(
                    _ => parts.Where(part => part.Count > 0),
                    (copy, part) =>
                        new StridedCopy(
                            [.. copy.Sizes, part.Count],
                            [.. copy.InputStrides, part.Step * inputStride],
                            [.. copy.OutputStrides, outputStride],
                            copy.InputOffset + (part.From * inputStride),
                            copy.OutputOffset + (part.To * outputStride)
                        )
                ),
            ];
        }

        return [.. copies.Select(copy => new DataMove(0, 0, copy))];
    }
}
