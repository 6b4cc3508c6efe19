using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>Strided copies as calls of <c>te_copy_nd</c>.</summary>
internal static class MoveKernel
{
    private const int MaximumRank = 6;

    /// <summary>Why the moves cannot be compiled; null when they can.</summary>
    public static string? WhyNot(IEnumerable<DataMove> moves) =>
        moves.Any(move => move.Copy.Simplify().Sizes.Count > MaximumRank) ? $"the copy has more than {MaximumRank} axes" : null;

    /// <summary>A call for the fill, where there is one, and one for each move.</summary>
    public static ImmutableArray<KernelCall> Select(IEnumerable<DataMove> moves, int? fill, EmitContext context)
    {
        var calls = ImmutableArray.CreateBuilder<KernelCall>();
        if (fill is { } value)
        {
            foreach (var (o, output) in context.Types.Outputs.Index())
            {
                // Real 0 is bytes of 0.
                var (bytes, count) =
                    output.DType == DType.Float32 && value == 0
                        ? (1, output.ByteSize)
                        : (output.DType.ByteSize(), output.Shape.ElementCount);
                calls.Add(
                    KernelTable
                        .Find("fill", $"s{8 * bytes}")
                        .Whole(new CallArgument.Output(o), new CallArgument.Number(value), new CallArgument.Number(count))
                );
            }
        }

        foreach (var (input, output, copy) in moves)
            calls.Add(Copy(input, output, copy.Simplify(), context.Types.Inputs[input].DType.ByteSize()));
        return calls.ToImmutable();
    }

    /// <summary>The same row by row.</summary>
    public static ImmutableArray<KernelCall> SelectRows(IEnumerable<RowMove> moves, int? fill, EmitContext context)
    {
        var calls = ImmutableArray.CreateBuilder<KernelCall>();
        if (fill is { } value)
        {
            foreach (var (o, output) in context.Types.Outputs.Index())
                calls.Add(FillRow(o, output, value));
        }

        foreach (var move in moves)
            calls.Add(CopyRow(move, context));
        return calls.ToImmutable();
    }

    private static RowCall FillRow(int index, TensorType output, int value)
    {
        var (_, _, width, channels) = output.Shape.ToNhwc();
        return KernelTable.Find("fill_row", "any").Rows([], width) with
        {
            Output = index,
            Params = new CParams(
                "te_fill_row_params",
                [new CField("elementBytes", output.DType.ByteSize()), new CField("count", width * channels), new CField("value", value)]
            ),
        };
    }

    private static RowCall CopyRow(RowMove move, EmitContext context)
    {
        var (bytes, copy) = (context.Types.Inputs[move.Input].DType.ByteSize(), move.Copy.Simplify());
        var loops = new FieldValue.Members([
            new FieldValue.Number(copy.Sizes.Count),
            new FieldValue.Number(bytes),
            new FieldValue.Numbers(copy.Sizes),
            new FieldValue.Numbers([.. copy.InputStrides.Select(s => s * bytes)]),
            new FieldValue.Numbers([.. copy.OutputStrides.Select(s => s * bytes)]),
        ]);
        return KernelTable
            .Find("copy_nd_row", "any")
            .Rows([new RowSource(move.Input, RowIndex.Of([.. move.Rows]))], context.Types.Outputs[move.Output].Shape.ToNhwc().Width) with
        {
            Output = move.Output,
            OutputOffset = copy.OutputOffset * bytes,
            Params = new CParams("te_copy_nd_row_params", [new CField("copy", loops), new CField("inOffset", copy.InputOffset * bytes)]),
        };
    }

    private static WholeCall Copy(int input, int output, StridedCopy copy, int elementBytes) =>
        KernelTable
            .Find("copy_nd", "any")
            .Whole(
                new CallArgument.Output(output, copy.OutputOffset * elementBytes),
                new CallArgument.Input(input, copy.InputOffset * elementBytes),
                new CallArgument.Params()
            ) with
        {
            Params = new CParams(
                "te_copy_nd_params",
                [
                    new CField("rank", copy.Sizes.Count),
                    new CField("elementBytes", elementBytes),
                    new CField("extent", copy.Sizes),
                    new CField("inStride", copy.InputStrides.Select(s => s * elementBytes)),
                    new CField("outStride", copy.OutputStrides.Select(s => s * elementBytes)),
                ]
            ),
        };
}
