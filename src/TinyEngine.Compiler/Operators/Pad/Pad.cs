using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Surrounds a tensor with elements that stand for 0: the output's zero point.</summary>
/// <param name="Before">Elements before the first along each axis.</param>
/// <param name="After">Elements after the last along each axis.</param>
internal sealed partial record Pad(EquatableArray<int> Before, EquatableArray<int> After) : DataMovement, IOperator<Pad>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Pad), "Surrounds a tensor with zeros")
        {
            DataTypes = ["int8, uint8, int16, int32, unchanged"],
            Limits = "any rank, any axes, known at compile time",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "PAD";

    /// <inheritdoc/>
    public override string Attributes => string.Join(' ', Before.Zip(After, (before, after) => $"{before},{after}"));

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 1)
            || !site.HasType("the input", inputs[0], DType.Int8, DType.UInt8, DType.Int16, DType.Int32)
            || !site.KeepsType(inputs[0], site.Output)
        )
            return InferResult.Failed;
        var shape = inputs[0].Shape;
        if (Before.Count != shape.Rank || After.Count != shape.Rank)
            return site.Error(Diag.ShapeMismatch, $"padding for {Before.Count} axes does not fit an input of {shape}");
        if (Before.Concat(After).Any(count => count < 0))
            return site.Error(
                Diag.UnsupportedAttribute,
                $"negative padding ({Attributes}) is not supported",
                @try: "cut elements off with SLICE"
            );
        if (site.Output.Quant.IsQuantized && !site.IsPerTensor("the output", site.Output))
            return InferResult.Failed;
        return site.TypeOf(site.Output, [.. shape.Select((size, axis) => (long)size + Before[axis] + After[axis])]);
    }

    /// <inheritdoc/>
    public override ImmutableArray<DataMove> Moves(OpTypes types)
    {
        var (input, output) = (types.Inputs[0].Shape, types.Outputs[0].Shape);
        var steps = output.Strides();
        return
        [
            new DataMove(
                0,
                0,
                new StridedCopy([.. input], [.. input.Strides()], [.. steps], 0, Before.Zip(steps, (before, step) => before * step).Sum())
            ),
        ];
    }

    /// <inheritdoc/>
    public override int? Fill(OpTypes types) => types.Outputs[0].Quant.ZeroPoint;

    /// <inheritdoc/>
    public override ImmutableArray<KernelCall> SelectKernels(EmitContext context) =>
        PadKernel.Select(Before, context.Types.Outputs[0].Quant.ZeroPoint, context) ?? base.SelectKernels(context);
}
