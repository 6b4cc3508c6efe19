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

/// <summary>A tensor, part of which is replaced by another from positions on that are known at run time.</summary>
internal sealed partial record DynamicUpdateSlice : Op, IOperator<DynamicUpdateSlice>, IEmitC
{
    private const int MaximumRank = 6;
    private const string WholeTensors = "which rows it replaces is known at run time";

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(DynamicUpdateSlice), "Replaces part of a tensor, from given positions on")
        {
            DataTypes = ["any type twice, unchanged; int32 positions"],
            Limits = "positions are limited so that the part lies inside",
            Rows = "no: " + WholeTensors,
        };

    /// <inheritdoc/>
    public override string Name => "DYNAMIC_UPDATE_SLICE";

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => WholeTensors;

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 3)
            || !site.KeepsType(inputs[0], site.Output)
            || !site.KeepsType(inputs[1], site.Output)
            || !site.HasType("the positions", inputs[2], DType.Int32)
        )
            return InferResult.Failed;
        var (whole, part) = (inputs[0].Shape, inputs[1].Shape);
        if (whole.Rank == 0 || part.Rank != whole.Rank || inputs[2].Shape.ElementCount != whole.Rank)
            return site.Error(
                Diag.ShapeMismatch,
                $"a part of {part} at {inputs[2].Shape.ElementCount} positions does not fit a tensor of {whole}"
            );
        for (var axis = 0; axis < whole.Rank; axis++)
        {
            if (part[axis] > whole[axis])
                return site.Error(Diag.ShapeMismatch, $"a part of {part} is larger than the tensor of {whole}");
        }

        return site.Output with
        {
            Shape = whole,
        };
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var (whole, part) = (context.InputType(0).Shape, context.InputType(1).Shape);
        var start = context.Input<int>(2);
        var strides = whole.Strides();
        var offset = 0;
        for (var axis = 0; axis < whole.Rank; axis++)
            offset += Math.Clamp(start[axis], 0, whole[axis] - part[axis]) * strides[axis];
        context.Input<byte>(0).CopyTo(context.Output<byte>());
        new StridedCopy([.. part.Sizes], [.. part.Strides()], [.. strides], OutputOffset: offset).Execute(
            context.Input<byte>(1),
            context.Output<byte>(),
            context.InputType(0).DType.ByteSize()
        );
    }

    /// <inheritdoc/>
    public string? WhyNoKernel(OpTypes types) =>
        types.Inputs[0].Shape.Rank > MaximumRank ? $"there is a C kernel for up to {MaximumRank} axes" : null;

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (whole, part, bytes) = (context.Types.Inputs[0].Shape, context.Types.Inputs[1].Shape, context.Types.Inputs[0].DType.ByteSize());
        int[] InBytes(Shape shape) => [.. shape.Sizes[..^1], shape[^1] * bytes];
        return
        [
            .. MoveKernel.Select([new DataMove(0, 0, new StridedCopy([whole.ElementCount], [1], [1]))], null, context),
            KernelTable
                .Find("update_slice", "any")
                .Whole(new CallArgument.Output(0), new CallArgument.Input(1), new CallArgument.Input(2), new CallArgument.Params()) with
            {
                Params = new CParams(
                    "te_update_slice_params",
                    [
                        new CField("rank", whole.Rank),
                        new CField("extent", InBytes(whole)),
                        new CField("size", InBytes(part)),
                        new CField("elementBytes", bytes),
                    ]
                ),
            },
        ];
    }
}
