using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>MEAN and SUM of float32: elements are added in the order of the input, as in the reference.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Axes">Axes to reduce, distinct, counted from the front, ascending.</param>
/// <param name="KeepDims">Whether reduced axes remain with size 1.</param>
internal sealed partial record RealSum(SumKind Kind, EquatableArray<int> Axes, bool KeepDims) : Op, IOperator<RealSum>, IRowOperator, IEmitC
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(RealSum), "Sum or average over any axes")
        {
            DataTypes = ["float32 → float32"],
            Limits = "any axes, known at compile time, kept or dropped",
            Rows = "over width or channels (kept) row by row; not over other axes, for which an element needs every row",
        };

    /// <inheritdoc/>
    public override string Name => Kind == SumKind.Mean ? "MEAN" : "SUM";

    /// <inheritdoc/>
    public override string Attributes => Reduction.Describe(Axes, KeepDims);

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Reduction.WhyWholeTensors(types, Axes);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => new(outputRow, outputRow + 1);

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site) =>
        site.HasOperands(inputs, 1) && site.HasType("the input", inputs[0], DType.Float32) && site.KeepsType(inputs[0], site.Output)
            ? Reduction.InferShape(inputs[0], site, Axes, KeepDims)
            : InferResult.Failed;

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var sums = Reduction.Fold(context.Input<float>(0), context.InputType(0).Shape, Axes, 0f, (sum, real) => sum + real);
        var output = context.Output<float>();
        for (var i = 0; i < output.Length; i++)
            output[i] = Kind == SumKind.Mean ? sums[i] / Count(context.InputType(0)) : sums[i];
    }

    /// <inheritdoc/>
    public string? WhyNoKernel(OpTypes types) => ReductionKernel.WhyNot(Axes, types);

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context) =>
        [
            ReductionKernel.OverAxes(
                KernelTable.Find("reduce_sum_nd", "f32"),
                Axes,
                "te_reduce_f32_nd_params",
                new CField("divisor", new FieldValue.Real(Kind == SumKind.Mean ? Count(context.Types.Inputs[0]) : 1)),
                context
            ),
        ];

    private float Count(TensorType input) => Reduction.CountPerOutput(input.Shape, Axes);
}
