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

/// <summary>The second operand's element where the first one's is set, the third one's elsewhere; with broadcasting.</summary>
internal sealed partial record Select : Op, IOperator<Select>, IEmitC
{
    private const string WholeTensors = "its kernel walks through whole tensors";

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Select), "One of two elements, as a condition says")
        {
            DataTypes = ["bool, any type twice → the same"],
            Limits = "broadcasting; operands and output quantized alike",
            Rows = "no: " + WholeTensors,
        };

    /// <inheritdoc/>
    public override string Name => "SELECT_V2";

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => WholeTensors;

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 3)
            || !site.HasType("the condition", inputs[0], DType.Bool)
            || !site.KeepsType(inputs[1], site.Output)
            || !site.KeepsType(inputs[2], site.Output)
            || !site.HasSameQuant(inputs[1], site.Output, "the second operand")
            || !site.HasSameQuant(inputs[2], site.Output, "the third operand")
        )
            return InferResult.Failed;
        if (ElementWalk.Create(inputs[0].Shape, inputs[1].Shape, inputs[2].Shape) is not { } walk)
            return site.Error(
                Diag.ShapeMismatch,
                $"shapes {inputs[0].Shape}, {inputs[1].Shape} and {inputs[2].Shape} cannot be broadcast",
                "aligned at the last axis, sizes must be equal or 1"
            );
        return site.TypeOf(site.Output, walk.Shape.Sizes.ToInt64());
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var walk = ElementWalk.Create(context.InputType(0).Shape, context.InputType(1).Shape, context.InputType(2).Shape)!;
        var (condition, a, b) = (walk.Positions(0), walk.Positions(1), walk.Positions(2));
        var bytes = context.OutputType().DType.ByteSize();
        var flags = context.Input<byte>(0);
        var output = context.Output<byte>();
        for (var i = 0; i < condition.Length; i++)
        {
            var isSet = flags[condition[i]] != 0;
            context.Input<byte>(isSet ? 1 : 2).Slice((isSet ? a[i] : b[i]) * bytes, bytes).CopyTo(output[(i * bytes)..]);
        }
    }

    /// <inheritdoc/>
    public string? WhyNoKernel(OpTypes types) => WalkKernel.WhyNot(types);

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context) =>
        [
            WalkKernel.Select(
                KernelTable.Find("select", "any"),
                "te_select_params",
                [new CField("elementBytes", context.Types.Outputs[0].DType.ByteSize())],
                context
            ),
        ];
}
