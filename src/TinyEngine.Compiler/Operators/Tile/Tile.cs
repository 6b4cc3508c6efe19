using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Repeats a tensor along its axes.</summary>
/// <param name="Multiples">How often along each axis.</param>
internal sealed partial record Tile(EquatableArray<int> Multiples) : DataMovement, IOperator<Tile>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Tile), "Repeats a tensor along its axes")
        {
            DataTypes = ["any type, unchanged"],
            Limits = "constant multiples",
            Rows = "where the rows repeat as wholes or within themselves",
        };

    /// <inheritdoc/>
    public override string Name => "TILE";

    /// <inheritdoc/>
    public override string Attributes => $"times {Multiples}";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 1) || !site.KeepsType(inputs[0], site.Output))
            return InferResult.Failed;
        var shape = inputs[0].Shape;
        if (Multiples.Count != shape.Rank || Multiples.Items.Any(multiple => multiple < 1))
            return site.Error(
                Diag.ShapeMismatch,
                $"multiples {Multiples} do not fit an input of {shape}",
                "there is one for each axis, at least 1"
            );
        return site.TypeOf(site.Output, [.. shape.Sizes.Select((size, axis) => (long)size * Multiples[axis])]);
    }

    /// <inheritdoc/>
    public override ImmutableArray<DataMove> Moves(OpTypes types)
    {
        var (input, steps) = (types.Inputs[0].Shape, types.Inputs[0].Shape.Strides());
        var strides = types.Outputs[0].Shape.Strides();
        var axes = Enumerable.Range(0, input.Rank);
        return
        [
            new DataMove(
                0,
                0,
                new StridedCopy(
                    [.. axes.SelectMany(axis => new[] { Multiples[axis], input[axis] })],
                    [.. axes.SelectMany(axis => new[] { 0, steps[axis] })],
                    [.. axes.SelectMany(axis => new[] { strides[axis] * input[axis], strides[axis] })]
                )
            ),
        ];
    }
}
