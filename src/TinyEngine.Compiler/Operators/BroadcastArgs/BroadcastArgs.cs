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

/// <summary>The shape to which two shapes are broadcast: the larger of two sizes, one of which is 1 or both of which are equal.</summary>
internal sealed partial record BroadcastArgs : Op, IOperator<BroadcastArgs>, IEmitC
{
    private const string WholeTensors = "its kernel walks through whole tensors";

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(BroadcastArgs), "The shape to which two shapes are broadcast")
        {
            DataTypes = ["int32, int32 → int32"],
            Limits = "sizes that fit each other",
            Rows = "no: " + WholeTensors,
        };

    /// <inheritdoc/>
    public override string Name => "BROADCAST_ARGS";

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => WholeTensors;

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 2)
            || !site.HasType("the first shape", inputs[0], DType.Int32)
            || !site.HasType("the second shape", inputs[1], DType.Int32)
            || !site.HasType("the output", site.Output, DType.Int32)
        )
            return InferResult.Failed;
        return inputs[0].Shape.Rank == 1 && inputs[1].Shape.Rank == 1
            ? site.TypeOf(site.Output, Math.Max(inputs[0].Shape[0], inputs[1].Shape[0]))
            : site.Error(Diag.ShapeMismatch, $"shapes of {inputs[0].Shape} and {inputs[1].Shape}", "a shape is a list of sizes, one axis");
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var longer = context.InputType(0).Shape[0] >= context.InputType(1).Shape[0] ? 0 : 1;
        var (sizes, others) = (context.InputTensor(longer).As<int>().ToArray(), context.InputTensor(1 - longer).As<int>().ToArray());
        for (var back = 1; back <= others.Length; back++)
            sizes[^back] = Math.Max(sizes[^back], others[^back]);
        sizes.CopyTo(context.Output<int>());
    }

    /// <inheritdoc/>
    /// <remarks>The longer shape is copied, the larger of two sizes put over its end.</remarks>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var longer = context.Types.Inputs[0].Shape[0] >= context.Types.Inputs[1].Shape[0] ? 0 : 1;
        var (count, common) = (context.Types.Inputs[longer].Shape[0], context.Types.Inputs[1 - longer].Shape[0]);
        var end = new CallArgument.Output(0, (count - common) * sizeof(int));
        return
        [
            .. MoveKernel.Select([new DataMove(longer, 0, new StridedCopy([count], [1], [1]))], null, context),
            KernelTable
                .Find("binary", "s32")
                .Whole(end, end, new CallArgument.Input(1 - longer), new CallArgument.Number(common), new CallArgument.Params()) with
            {
                Params = new CParams(
                    "te_binary_s32_params",
                    [
                        new CField("walk", WalkKernel.Field(ElementWalk.Create([common], [common])!)),
                        new CField("function", (int)BinaryFunction.Maximum),
                        new CField("low", int.MinValue),
                        new CField("high", int.MaxValue),
                    ]
                ),
            },
        ];
    }
}
