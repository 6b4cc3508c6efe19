using System.Numerics;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators.Families;

/// <summary>What reductions over axes share: reading the axes, the output's shape, sums.</summary>
internal static partial class Reduction
{
    /// <summary>How many input elements go into one output element.</summary>
    public static int CountPerOutput(Shape input, EquatableArray<int> axes)
    {
        var count = 1;
        foreach (var axis in axes)
            count *= input[axis];
        return count;
    }

    /// <summary>Whether the reduction runs over height and width of a feature map and nothing else: a global pooling.</summary>
    public static bool IsSpatial(EquatableArray<int> axes) => axes is [1, 2];

    /// <summary>Whether sums are taken row by row and the result comes with the last row: a global pooling of one map.</summary>
    public static bool AccumulatesRows(TensorType input, EquatableArray<int> axes) => input.Shape is [1, _, _, _] && IsSpatial(axes);

    /// <summary>Why rows do not stay rows; null when nothing is reduced outside width and channels, and no axis disappears.</summary>
    public static string? WhyWholeTensors(OpTypes types, EquatableArray<int> axes)
    {
        var (input, output) = (types.Inputs[0].Shape, types.Outputs[0].Shape);
        if (axes.Items.Any(axis => axis < input.Rank - 2))
            return "an element of its output needs every row of its input";
        return input.Rank == output.Rank ? Rows.WhyNotOneMap(types) : Rows.AxisDisappears;
    }

    /// <summary>Rows that an output row is made from: the same one, or all that a global pooling sums up.</summary>
    public static RowRange InputRows(int outputRow, OpTypes types, EquatableArray<int> axes) =>
        AccumulatesRows(types.Inputs[0], axes) ? new RowRange(0, types.Inputs[0].Shape[1]) : new RowRange(outputRow, outputRow + 1);

    /// <summary>The output's shape; reports an error for an axis outside the input.</summary>
    public static InferResult InferShape(TensorType input, OpSite site, EquatableArray<int> axes, bool keepDims)
    {
        var sizes = new List<long>();
        for (var axis = 0; axis < input.Shape.Rank; axis++)
        {
            if (!axes.Items.Contains(axis))
                sizes.Add(input.Shape[axis]);
            else if (keepDims)
                sizes.Add(1);
        }

        if (axes.Items.Any(axis => (uint)axis >= (uint)input.Shape.Rank) || axes.Items.Distinct().Count() != axes.Count)
            return site.Error(Diag.ShapeMismatch, $"cannot reduce axes {axes} of shape {input.Shape}", "axes must be distinct and exist");
        return site.TypeOf(site.Output, [.. sizes]);
    }

    /// <summary>Attributes for people.</summary>
    internal static string Describe(EquatableArray<int> axes, bool keepDims) =>
        $"axes {string.Join(',', axes)}{(keepDims ? ", kept" : "")}";

    /// <summary>Folds all input elements of each output element, in input order.</summary>
    /// <param name="input">Input elements.</param>
    /// <param name="shape">Input shape.</param>
    /// <param name="axes">Axes to reduce.</param>
    /// <param name="start">Value before the first element.</param>
    /// <param name="fold">Takes one element in.</param>
    internal static int[] Fold<T>(ReadOnlySpan<T> input, Shape shape, EquatableArray<int> axes, int start, Func<int, int, int> fold)
        where T : unmanaged, IBinaryInteger<T> =>
        Fold<T, int>(input, shape, axes, start, (sum, element) => fold(sum, int.CreateTruncating(element)));

    /// <inheritdoc cref="Fold{T}(ReadOnlySpan{T}, Shape, EquatableArray{int}, int, Func{int, int, int})"/>
    internal static TSum[] Fold<T, TSum>(ReadOnlySpan<T> input, Shape shape, EquatableArray<int> axes, TSum start, Func<TSum, T, TSum> fold)
        where T : unmanaged
    {
        var rank = shape.Rank;
        var steps = new int[rank];
        var outputs = 1;
        for (var axis = rank - 1; axis >= 0; axis--)
        {
            steps[axis] = axes.Items.Contains(axis) ? 0 : outputs;
            outputs *= axes.Items.Contains(axis) ? 1 : shape[axis];
        }

        var folded = new TSum[outputs];
        Array.Fill(folded, start);
        var index = new int[rank];
        var at = 0;
        foreach (var element in input)
        {
            folded[at] = fold(folded[at], element);
            for (var axis = rank - 1; axis >= 0; axis--)
            {
                at += steps[axis];
                if (++index[axis] < shape[axis])
                    break;
                index[axis] = 0;
                at -= steps[axis] * shape[axis];
            }
        }

        return folded;
    }
}
