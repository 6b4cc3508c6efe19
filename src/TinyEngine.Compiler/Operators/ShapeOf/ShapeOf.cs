using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>The sizes of a tensor, which are known when the code is generated.</summary>
internal sealed partial record ShapeOf : Op, IOperator<ShapeOf>, IEmitC
{
    private const string NothingRead = "it reads nothing of its operand";

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(ShapeOf), "The sizes of a tensor")
        {
            DataTypes = ["any type → int32"],
            Limits = "at least one axis",
            Rows = "no: " + NothingRead,
        };

    /// <inheritdoc/>
    public override string Name => "SHAPE";

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => NothingRead;

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 1) || !site.HasType("the output", site.Output, DType.Int32))
            return InferResult.Failed;
        return inputs[0].Shape.Rank > 0
            ? site.Output with
            {
                Shape = [inputs[0].Shape.Rank],
            }
            : site.Error(Diag.ShapeMismatch, "a scalar has no sizes", "tensors have at least one element");
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context) => context.InputType(0).Shape.AsSpan().CopyTo(context.Output<int>());

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context) =>
        [
            .. context
                .Types.Inputs[0]
                .Shape.Sizes.Select(
                    (size, axis) =>
                        KernelTable
                            .Find("fill", "s32")
                            .Whole(
                                new CallArgument.Output(0, axis * sizeof(int)),
                                new CallArgument.Number(size),
                                new CallArgument.Number(1)
                            )
                ),
        ];
}
