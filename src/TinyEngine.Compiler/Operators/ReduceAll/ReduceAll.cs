using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Whether all elements along some axes are set.</summary>
/// <param name="Axes">Axes to reduce, distinct, counted from the front, ascending.</param>
/// <param name="KeepDims">Whether reduced axes remain with size 1.</param>
internal sealed partial record ReduceAll(EquatableArray<int> Axes, bool KeepDims) : Op, IOperator<ReduceAll>, IRowOperator, IEmitC
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(ReduceAll), "Whether all elements along some axes are set")
        {
            DataTypes = ["bool → bool"],
            Limits = "any axes, known at compile time, kept or dropped",
            Rows = "over width or channels (kept); not over other axes, for which an element needs every row",
        };

    /// <inheritdoc/>
    public override string Name => "REDUCE_ALL";

    /// <inheritdoc/>
    public override string Attributes => Reduction.Describe(Axes, KeepDims);

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site) =>
        site.HasOperands(inputs, 1)
        && site.HasType("the input", inputs[0], DType.Bool)
        && site.HasType("the output", site.Output, DType.Bool)
            ? Reduction.InferShape(inputs[0], site, Axes, KeepDims)
            : InferResult.Failed;

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var folded = Reduction.Fold(context.Input<sbyte>(0), context.InputType(0).Shape, Axes, sbyte.MaxValue, Math.Min);
        var output = context.Output<sbyte>();
        for (var i = 0; i < output.Length; i++)
            output[i] = (sbyte)folded[i];
    }

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Reduction.WhyWholeTensors(types, Axes);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => new(outputRow, outputRow + 1);

    /// <inheritdoc/>
    public string? WhyNoKernel(OpTypes types) => ReductionKernel.WhyNot(Axes, types);

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context) =>
        [ReductionKernel.OverAxes(KernelTable.Find("reduce_min_nd", "s8"), Axes, KernelChoice.Requant(0, default, 0), context)];
}
