using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record StridedSlice : IMapTflite
{
    // Fields of TFLite's StridedSliceOptions.
    private const int BeginMaskField = 0,
        EndMaskField = 1,
        EllipsisMaskField = 2,
        NewAxisMaskField = 3,
        ShrinkAxisMaskField = 4,
        OffsetField = 5;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [new(BuiltinOperator.StridedSlice, FromTflite, ToTflite) { Version = site => site.Rank > 4 ? 4 : site.ByType(int8: 2) }];

    /// <summary>Resolves masks, negative indices and indices past the end, as the reference does.</summary>
    private static ImportedOp? FromTflite(TfliteNode node)
    {
        if (!node.CheckOperands(4, 4))
            return null;
        if (node.Options.Int32(EllipsisMaskField) != 0 || node.Options.Int32(NewAxisMaskField) != 0 || node.Options.Bool(OffsetField))
            return node.Error(
                Diag.UnsupportedAttribute,
                "ellipsis, new-axis masks and offsets are not supported",
                "",
                "write one index per axis, and a RESHAPE for new axes"
            );
        var shape = node.Input(0).Shape;
        if (
            node.ConstantInts(1, "begin indices") is not { } begin
            || node.ConstantInts(2, "end indices") is not { } end
            || node.ConstantInts(3, "strides") is not { } strides
        )
            return null;
        if (begin.Length > shape.Rank || end.Length != begin.Length || strides.Length != begin.Length)
            return node.Error(
                Diag.ShapeMismatch,
                $"{begin.Length} begin indices, {end.Length} end indices and {strides.Length} strides do not fit an input of {shape}"
            );
        var (beginMask, endMask, shrinkMask) = (
            node.Options.Int32(BeginMaskField),
            node.Options.Int32(EndMaskField),
            node.Options.Int32(ShrinkAxisMaskField)
        );

        var (first, steps, sizes, dropped) = (new int[shape.Rank], new int[shape.Rank], new int[shape.Rank], new List<int>());
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            if (axis >= begin.Length) // axes without an index are taken whole
            {
                (first[axis], steps[axis], sizes[axis]) = (0, 1, shape[axis]);
                continue;
            }

            var stride = strides[axis];
            var shrink = (shrinkMask & (1 << axis)) != 0;
            if (stride == 0)
                return node.Error(Diag.UnsupportedAttribute, $"the stride of axis {axis} is 0");
            var start = Resolve(begin[axis], (beginMask & (1 << axis)) != 0, stride > 0, atEnd: false, shape[axis]);
            var stop = Resolve(end[axis], (endMask & (1 << axis)) != 0, stride > 0, atEnd: true, shape[axis]);
            // The end of a shrunk axis does not matter: one element remains.
            var size =
                shrink ? 1
                : stride > 0 ? ((stop - start) + (stride - 1L)) / stride
                : ((start - stop) - (stride + 1L)) / -(long)stride;
            if (size < 1 || start < 0 || start >= shape[axis])
                return node.Error(Diag.ShapeMismatch, $"nothing is left of axis {axis}", "the range is empty");
            (first[axis], steps[axis], sizes[axis]) = ((int)start, shrink ? 1 : stride, (int)size);
            if (shrink)
                dropped.Add(axis);
        }

        return ImportedOp.FirstOperands(new StridedSlice([.. first], [.. steps], [.. sizes], [.. dropped]), 1);
    }

    /// <summary>A begin or end index, counted from the front and limited to the axis: [0, size] forwards, [−1, size − 1]
    /// backwards.</summary>
    private static long Resolve(long index, bool masked, bool forwards, bool atEnd, int size)
    {
        if (masked)
            return forwards == atEnd ? (forwards ? size : size - 1) : (forwards ? 0 : -1);
        if (index < 0)
            index += size;
        return forwards ? Math.Clamp(index, 0, size) : Math.Clamp(index, -1, size - 1);
    }

    private static TfliteExport? ToTflite(Op op, OpTypes types)
    {
        var slice = (StridedSlice)op;
        if (slice.Begin.Count == 0) // a file cannot hold an empty list
            return null;
        var end = new int[slice.Size.Count];
        var (endMask, shrinkMask) = (0, 0);
        for (var axis = 0; axis < end.Length; axis++)
        {
            end[axis] = slice.Begin[axis] + ((slice.Size[axis] - 1) * slice.Stride[axis]) + Math.Sign(slice.Stride[axis]);
            if (end[axis] < 0) // backwards to the first element: −1 would mean the last one
                (end[axis], endMask) = (0, endMask | (1 << axis));
            if (slice.Dropped.Contains(axis))
                shrinkMask |= 1 << axis;
        }

        var options = new TfliteOptions(BuiltinOptionsType.StridedSlice)
            .With(BeginMaskField, 0)
            .With(EndMaskField, endMask)
            .With(ShrinkAxisMaskField, shrinkMask);
        return TfliteExports.Unary(
            options,
            TfliteExports.Ints(slice.Begin.AsSpan()),
            TfliteExports.Ints(end),
            TfliteExports.Ints(slice.Stride.AsSpan())
        );
    }
}
