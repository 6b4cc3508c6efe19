using System.Diagnostics.CodeAnalysis;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Passes;

/// <summary>
/// Turns maps of height 1, as one-dimensional convolutions have them, so that time runs along rows and can be taken row by row.
/// <code>
///   x[1,1,W,C] ─ CONV_2D(1xK) ─ y      becomes      x ─ RESHAPE([1,W,1,C]) ─ CONV_2D(Kx1) ─ RESHAPE([1,1,W,C]) ─ y
/// </code>
/// Windows start it. Other operators follow where a turned map comes in or goes out; <see cref="MergeReshapes"/> then takes away what lies
/// between two of them. Exact because both maps, and both kernels, are the same bytes in the same order, and each output is made from the
/// same ones.
/// </summary>
internal sealed class TurnHeightOne : IPass
{
    private static readonly WindowAxis OneTap = new(1, 1, 1, 0, 0);

    /// <inheritdoc/>
    public string Name => "turn-height-one";

    /// <inheritdoc/>
    public void Visit(NodeView view, GraphEditor editor)
    {
        if (
            view.Node.Outputs.Count != 1
            || view.Inputs is not [var first, ..]
            || Turn(view) is not { } turn
            || !(turn.Starts || Follows(view))
        )
            return;
        var inputs = view
            .Inputs.Index()
            .Select(input => input.Index < turn.Operands.Length ? Operand(input.Item, turn.Operands[input.Index]) : input.Item.Id)
            .ToArray();
        if (turn.Output == view.Output.Type.Shape)
        {
            editor.Replace(view.Index, turn.Op, inputs);
            return;
        }

        var turned = editor.Insert(view.Index, turn.Op, inputs, view.Output.Type with { Shape = turn.Output }, view.Node.Name);
        editor.Replace(view.Index, new Reshape(view.Output.Type.Shape), [turned]);

        ValueId Operand(ValueView value, Shape shape)
        {
            if (shape == value.Type.Shape)
                return value.Id;
            var type = value.Type with { Shape = shape };
            return value.Value.IsConstant
                ? editor.AddConstant(value.Value.Name, type, value.Value.Data)
                : editor.Insert(view.Index, new Reshape(shape), [value.Id], type, value.Value.Name);
        }
    }

    /// <summary>A node after the turn.</summary>
    /// <param name="Op">What it computes then.</param>
    /// <param name="Operands">Shapes of its first operands; the others stay.</param>
    /// <param name="Output">Shape of its output.</param>
    /// <param name="Starts">Whether it is worth it, whatever lies around the node.</param>
    private sealed record TurnedNode(Op Op, Shape[] Operands, Shape Output, bool Starts = false);

    /// <summary>The turned node; null where the pass knows of none.</summary>
    private static TurnedNode? Turn(NodeView view)
    {
        if (!TryTurn(view.Inputs[0].Type.Shape, out var map))
            return Turn(view, view.Output.Type.Shape);
        var rank = view.Inputs[0].Type.Shape.Rank;
        return view.Op switch
        {
            IPadsWithZeroPoint conv when IsAlongRow(conv.Window) && rank == 4 => new TurnedNode(
                Turn(conv.WithWindow(Swap(conv.Window))),
                [map, view.Inputs[1].Type.Shape is [var o, var y, var x, var i] ? [o, x, y, i] : default],
                Swap(view.Output.Type.Shape),
                Moves(conv.Window)
            ),
            MaxPool2D pool when IsAlongRow(pool.Window) && rank == 4 => new TurnedNode(
                pool with
                {
                    Window = Swap(pool.Window),
                },
                [map],
                Swap(view.Output.Type.Shape),
                Moves(pool.Window)
            ),
            AveragePool2D pool when IsAlongRow(pool.Window) && rank == 4 => new TurnedNode(
                pool with
                {
                    Window = Swap(pool.Window),
                },
                [map],
                Swap(view.Output.Type.Shape),
                Moves(pool.Window)
            ),
            ReduceSum sum when sum.Axes[^1] == rank - 2 && sum.Axes.All(axis => axis > 0) => new TurnedNode(
                sum with
                {
                    Axes = [1, 2],
                },
                [map],
                sum.KeepDims ? [1, 1, 1, map[3]] : [1, map[3]]
            ),
            Pad pad when rank == 4 && pad.Before.Count == 4 && IsAlongRow(pad) => new TurnedNode(
                new Pad([0, pad.Before[2], 0, 0], [0, pad.After[2], 0, 0]),
                [map],
                Swap(view.Output.Type.Shape)
            ),
            _ => Turn(view, view.Output.Type.Shape),
        };
    }

    /// <summary>The turned node of an operator that works element by element, or joins maps.</summary>
    private static TurnedNode? Turn(NodeView view, Shape output)
    {
        if (!TryTurn(output, out var map))
            return null;
        return view.Op switch
        {
            ITableOperator when view.Inputs is [var input] && input.Type.Shape == output => new TurnedNode(view.Op, [map], map),
            AddSub or Mul or MinMax when view.Inputs.All(input => IsOperand(input, output)) => new TurnedNode(
                view.Op,
                [.. view.Inputs.Select(input => TryTurn(input.Type.Shape, out var turned) ? turned : input.Type.Shape)],
                map
            ),
            Concatenation join when join.Axis >= output.Rank - 2 && view.Inputs.All(input => TryTurn(input.Type.Shape, out _)) =>
                new TurnedNode(
                    new Concatenation(join.Axis == output.Rank - 1 ? 3 : 1),
                    [.. view.Inputs.Select(input => TryTurn(input.Type.Shape, out var turned) ? turned : default)],
                    map
                ),
            _ => null,
        };
    }

    /// <summary>Whether an operand has all columns of the output, or the same channels for each of them.</summary>
    private static bool IsOperand(ValueView value, Shape output) =>
        value.Type.Shape == output || (value.Type.Shape is var shape && (shape.Rank == 0 || shape.ElementCount == shape[^1]));

    /// <summary>The shape of a map of height 1, or of a sequence, whose columns are rows.</summary>
    private static bool TryTurn(Shape shape, [NotNullWhen(true)] out Shape turned)
    {
        turned = shape switch
        {
            [1, 1, > 1 and var width, var channels] => [1, width, 1, channels],
            [1, > 1 and var width, var channels] => [1, width, 1, channels],
            _ => default,
        };
        return turned.Rank > 0;
    }

    private static Op Turn(Op conv) =>
        conv switch
        {
            Conv2D plain => plain with { WasOneRow = true },
            DepthwiseConv2D depthwise => depthwise with { WasOneRow = true },
            _ => conv,
        };

    private static Shape Swap(Shape map) => [map[0], map[2], map[1], map[3]];

    private static Window2D Swap(Window2D window) => new(window.X, OneTap);

    private static bool IsAlongRow(Window2D window) => window.Y is { Kernel: 1, PadBefore: 0, PadAfter: 0 };

    private static bool IsAlongRow(Pad pad) =>
        pad.Before.Items.Concat(pad.After).Where((_, index) => index % 4 != 2).All(count => count == 0);

    private static bool Moves(Window2D window) => window.X.Kernel > 1 || window.X.Stride > 1;

    /// <summary>Whether a turned map comes in or goes out.</summary>
    private static bool Follows(NodeView view)
    {
        var graph = view.Graph;
        return view.Inputs.Any(input => input.Producer is { Op: IAliasesInput } reshape && IsTurn(reshape.Inputs[0], input))
            || graph
                .Consumers(view.Output.Id)
                .Select(reader => new NodeView(graph, reader))
                .Any(reader => reader.Op is IAliasesInput && IsTurn(reader.Output, view.Output));
    }

    private static bool IsTurn(ValueView turned, ValueView map) =>
        TryTurn(map.Type.Shape, out var shape) && turned.Type == map.Type with { Shape = shape };
}
