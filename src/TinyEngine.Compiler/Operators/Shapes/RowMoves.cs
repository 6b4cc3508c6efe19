using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Shapes;

/// <summary>A copy within a row that is the same for every row that takes part in it.</summary>
/// <param name="Input">Operand it reads.</param>
/// <param name="Output">Result it writes.</param>
/// <param name="Copy">Which elements go where, both counted from the start of a row.</param>
/// <param name="Rows">For each output row the operand's row that it copies from; −1 for none.</param>
internal sealed record RowMove(int Input, int Output, StridedCopy Copy, EquatableArray<int> Rows);

/// <summary>Copies of whole tensors taken apart into copies from row to row.</summary>
internal static class RowMoves
{
    /// <summary>More copies for a row are not worth it, unless they come from as many inputs or go to as many outputs.</summary>
    private const int Most = 16;

    /// <summary>More copies than that are not looked at.</summary>
    private const int MostMoves = 64;

    /// <summary>More rows of copies than that are not looked at, either.</summary>
    private const int MostRows = 1 << 18;

    /// <summary>Takes copies apart.</summary>
    /// <param name="moves">The copies.</param>
    /// <param name="types">Types around the node.</param>
    /// <returns>The copies from row to row, those of one output row in no order; or why the operator takes whole tensors.</returns>
    public static (ImmutableArray<RowMove> Moves, string? WhyNot) Of(ImmutableArray<DataMove> moves, OpTypes types)
    {
        if (Rows.WhyNotOneMap(types) is { } batch)
            return ([], batch);
        if (types.Outputs.Any(output => HeightOf(output) != HeightOf(types.Outputs[0])))
            return ([], "its outputs have unlike numbers of rows");
        const string TooMany = "a row of its output takes elements from many rows, or each row from other places";
        var height = HeightOf(types.Outputs[0]);
        if (moves.Length > MostMoves || (long)height * moves.Length > MostRows)
            return ([], TooMany);
        var rows = new Dictionary<(int Input, int Output, StridedCopy Copy), int[]>();
        var windows = new RowRange[types.Inputs.Length];
        var sources = new HashSet<(int Input, int Row)>();
        for (var y = 0; y < height; y++)
        {
            var reached = new RowRange[types.Inputs.Length];
            sources.Clear();
            foreach (var move in moves)
            {
                if (move.Copy.OutputRow(y, ElementsOf(types.Outputs[move.Output])) is not { } part)
                    continue;
                if (part.ByInputRow(ElementsOf(types.Inputs[move.Input]), Most) is not { } pieces)
                    return ([], TooMany);
                foreach (var (row, copy) in pieces)
                {
                    var key = (move.Input, move.Output, copy);
                    if (!rows.TryGetValue(key, out var of))
                    {
                        rows[key] = of = new int[height];
                        Array.Fill(of, -1);
                    }

                    of[y] = row;
                    sources.Add((move.Input, row));
                    reached[move.Input] = reached[move.Input].Union(new RowRange(row, row + 1));
                }
            }

            if (rows.Count > Math.Max(Most, moves.Length))
                return ([], TooMany);
            if (reached.Sum(range => range.Count) > sources.Count)
                return ([], "a row of its output takes elements from rows that are not neighbours");
            for (var input = 0; input < windows.Length; input++)
            {
                if (reached[input].IsEmpty)
                    continue;
                if (reached[input].Start < windows[input].Start || reached[input].End < windows[input].End)
                    return ([], "its rows come in another order than those of its input");
                windows[input] = reached[input];
            }
        }

        return ([.. rows.Select(pair => new RowMove(pair.Key.Input, pair.Key.Output, pair.Key.Copy, [.. pair.Value]))], null);
    }

    /// <summary>The rows of an operand that copies take for one output row, from the first to the last.</summary>
    public static RowRange InputRows(ImmutableArray<DataMove> moves, int input, int outputRow, OpTypes types)
    {
        var range = default(RowRange);
        foreach (var move in moves)
        {
            if (move.Input == input && move.Copy.OutputRow(outputRow, ElementsOf(types.Outputs[move.Output])) is { } part)
                range = range.Union(part.InputRows(ElementsOf(types.Inputs[input])));
        }

        return range;
    }

    private static int HeightOf(TensorType type) => type.Shape.ToNhwc().Height;

    private static int ElementsOf(TensorType type) => type.Shape.ToNhwc() is var map ? map.Width * map.Channels : 0;
}
