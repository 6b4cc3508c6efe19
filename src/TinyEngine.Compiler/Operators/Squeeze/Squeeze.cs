using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Operators.Common;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Drops axes of one element; the bytes stay.</summary>
/// <param name="Axes">Axes to drop, counted from the front, ascending.</param>
internal sealed record Squeeze(EquatableArray<int> Axes) : Op, IOperator<Squeeze>, IAliasesInput
{
    // Field of TFLite's SqueezeOptions.
    private const int AxesField = 0;

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Squeeze), "Drops axes of one element")
        {
            Tflite = [new(BuiltinOperator.Squeeze, FromTflite, ToTflite)],
            DataTypes = ["any type, unchanged"],
            Limits = "any rank; without axes given, all axes of one element",
            Rows = "no: input and output are one buffer, whose bytes get another shape",
        };

    /// <inheritdoc/>
    public override string Name => "SQUEEZE";

    /// <inheritdoc/>
    public override string Attributes => $"axes {Axes}";

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.OneBuffer;

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 1) || !site.KeepsType(inputs[0], site.Output))
            return InferResult.Failed;
        var shape = inputs[0].Shape;
        foreach (var axis in Axes)
        {
            if ((uint)axis >= (uint)shape.Rank || shape[axis] != 1)
                return site.Error(
                    Diag.ShapeMismatch,
                    $"axis {axis} cannot be dropped from an input of {shape}",
                    "only axes of one element can"
                );
        }

        return site.Output with
        {
            Shape = [.. shape.Sizes.Where((_, axis) => !Axes.Contains(axis))],
        };
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context) => context.Input<byte>(0).CopyTo(context.Output<byte>());

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        if (!node.CheckOperands(1, 1))
            return null;
        var shape = node.Input(0).Shape;
        var axes = new SortedSet<int>();
        foreach (var given in node.Options.Int32Vector(AxesField))
        {
            if (node.Axis(given, shape.Rank) is not { } axis)
                return null;
            axes.Add(axis);
        }

        if (axes.Count == 0)
            axes.UnionWith(Enumerable.Range(0, shape.Rank).Where(axis => shape[axis] == 1));
        return ImportedOp.FirstOperands(new Squeeze([.. axes]), 1);
    }

    private static TfliteExport ToTflite(Op op, OpTypes types) =>
        TfliteExport.Plain(new TfliteOptions(BuiltinOptionsType.Squeeze).With(AxesField, ((Squeeze)op).Axes), 1);
}
