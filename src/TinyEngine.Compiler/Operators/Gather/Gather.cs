using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Picks slices along one axis by a tensor of indices, which replaces the axis.</summary>
/// <param name="Axis">Axis to pick along, counted from the front.</param>
/// <param name="BatchDims">Leading axes that data and indices share, each position with its own indices.</param>
internal sealed partial record Gather(int Axis, int BatchDims) : Op, IOperator<Gather>, IRowOperator
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Gather), "Picks slices along one axis by a tensor of indices")
        {
            DataTypes = ["any type, int32 indices → unchanged"],
            Limits = "indices constant or computed at run time, where one out of range stops the run; batch dimensions",
            Rows = "over width or channels with a list of constant indices; not over height, where rows come in any order",
        };

    /// <inheritdoc/>
    public override string Name => "GATHER";

    /// <inheritdoc/>
    public override string Attributes => BatchDims == 0 ? $"axis {Axis}" : $"axis {Axis} batch dims {BatchDims}";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 2) || !site.KeepsType(inputs[0], site.Output) || !site.HasType("the indices", inputs[1], DType.Int32))
            return InferResult.Failed;
        var (data, indices) = (inputs[0].Shape, inputs[1].Shape);
        if ((uint)Axis >= (uint)data.Rank)
            return site.Error(Diag.ShapeMismatch, $"axis {Axis} does not exist in data of {data}");
        if (
            BatchDims < 0
            || BatchDims > Axis
            || BatchDims > indices.Rank
            || !data.AsSpan()[..BatchDims].SequenceEqual(indices.AsSpan()[..BatchDims])
        )
            return site.Error(
                Diag.ShapeMismatch,
                $"data of {data} and indices of {indices} do not share {BatchDims} leading axes before axis {Axis}"
            );
        return site.TypeOf(
            site.Output,
            [.. data.Sizes[..Axis].ToInt64(), .. indices.Sizes[BatchDims..].ToInt64(), .. data.Sizes[(Axis + 1)..].ToInt64()]
        );
    }

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types)
    {
        if (BatchDims > 0 || types.Inputs[1].Shape.Rank != 1)
            return "indices of several axes change which elements make a row";
        var rank = types.Inputs[0].Shape.Rank;
        if (rank >= 3 && Axis <= rank - 3)
            return "it picks rows in any order";
        return Rows.WhyNotOneMap(new OpTypes([types.Inputs[0]], types.Outputs));
    }

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types, ImmutableArray<Tensor?> constants) =>
        AreInRange(constants[1], types.Inputs[0].Shape[Axis])
            ? WhyWholeTensors(types)
            : "an index of run time can be out of range, which ends the run";

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) =>
        input == 0 ? new RowRange(outputRow, outputRow + 1) : new RowRange(0, 1);

    /// <summary>The loops of the operator.</summary>
    public GatherLoops Loops(OpTypes types)
    {
        var (data, indices) = (types.Inputs[0], types.Inputs[1].Shape);
        var batches = Product(data.Shape.AsSpan()[..BatchDims]);
        return new GatherLoops(
            batches,
            Product(data.Shape.AsSpan()[BatchDims..Axis]),
            indices.ElementCount / batches,
            data.Shape[Axis],
            Product(data.Shape.AsSpan()[(Axis + 1)..]) * data.DType.ByteSize()
        );
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var (batches, outer, picks, size, sliceBytes) = Loops(context.Types());
        var data = context.Input<byte>(0);
        var indices = context.Input<int>(1);
        var output = context.Output<byte>();
        foreach (var index in indices)
        {
            if ((uint)index >= (uint)size)
                throw context.DataError($"index {index} is out of range", $"the axis has {size} elements");
        }

        for (var block = 0; block < batches * outer; block++)
        {
            foreach (var index in indices.Slice(block / outer * picks, picks))
            {
                data.Slice(((block * size) + index) * sliceBytes, sliceBytes).CopyTo(output);
                output = output[sliceBytes..];
            }
        }
    }

    private static int Product(ReadOnlySpan<int> sizes)
    {
        var product = 1;
        foreach (var size in sizes)
            product *= size;
        return product;
    }
}

/// <summary>The loops of GATHER: for each batch, for each outer position, for each of the batch's indices one slice is copied.</summary>
/// <param name="Batches">Positions of the shared leading axes.</param>
/// <param name="Outer">Positions of the axes between them and the picked axis.</param>
/// <param name="Picks">Indices per batch.</param>
/// <param name="Size">Elements of the picked axis.</param>
/// <param name="SliceBytes">Bytes of one slice.</param>
internal readonly record struct GatherLoops(int Batches, int Outer, int Picks, int Size, int SliceBytes);
