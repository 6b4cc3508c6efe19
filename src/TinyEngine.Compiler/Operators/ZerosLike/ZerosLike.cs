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

/// <summary>Zeros in the shape of a tensor, whose elements are not looked at.</summary>
internal sealed partial record ZerosLike : Op, IOperator<ZerosLike>, IEmitC
{
    private const string NothingRead = "it reads nothing of its operand";

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(ZerosLike), "Zeros in the shape of a tensor")
        {
            DataTypes = ["int8, int16, int32, float32, unchanged"],
            Limits = "the code is 0, whatever the zero point, as in the reference",
            Rows = "no: " + NothingRead,
        };

    /// <inheritdoc/>
    public override string Name => "ZEROS_LIKE";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site) =>
        site.HasOperands(inputs, 1)
        && site.HasType("the input", inputs[0], DType.Int8, DType.Int16, DType.Int32, DType.Float32)
        && site.KeepsType(inputs[0], site.Output)
            ? site.Output with
            {
                Shape = inputs[0].Shape,
            }
            : InferResult.Failed;

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => NothingRead;

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context) => context.Output<byte>().Clear();

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context) => MoveKernel.Select([], 0, context);
}
