using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>SOFTMAX of float32 over the last axis.</summary>
/// <param name="Beta">Steepness.</param>
internal sealed partial record RealSoftmax(float Beta) : Op, IOperator<RealSoftmax>, IRowOperator, IEmitC
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(RealSoftmax), "Exponentials divided by their sum over the last axis")
        {
            DataTypes = ["float32 → float32"],
            Limits = "any shape with at least one axis; within 8 units in the last place",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "SOFTMAX";

    /// <inheritdoc/>
    public override string Attributes => $"beta {Beta}";

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => new(outputRow, outputRow + 1);

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 1) || !site.HasType("the input", inputs[0], DType.Float32) || !site.KeepsType(inputs[0], site.Output))
            return InferResult.Failed;
        if (inputs[0].Shape.Rank == 0)
            return site.Error(Diag.ShapeMismatch, "a scalar has no axis to sum over");
        if (!float.IsFinite(Beta))
            return site.Error(Diag.UnsupportedAttribute, $"beta is {Beta}");
        return site.Output with { Shape = inputs[0].Shape };
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context) => Evaluate(context, Beta, isLogarithm: false);

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context) => Select(context, Beta, isLogarithm: false);

    /// <summary>Computes vectors of float32.</summary>
    internal static void Evaluate(EvaluationContext context, float beta, bool isLogarithm)
    {
        var depth = context.InputType(0).Shape[^1];
        for (var at = 0; at < context.Output<float>().Length; at += depth)
        {
            var (input, output) = (
                context.InputTensor(0).As<float>().Slice(at, depth).ToArray(),
                context.Output<float>().Slice(at, depth).ToArray()
            );
            var maximum = input[0];
            foreach (var real in input)
                maximum = real > maximum ? real : maximum;
            var sum = 0f;
            foreach (var real in input)
                sum += FloatFunctions.Exp((real - maximum) * beta);
            var log = isLogarithm ? FloatFunctions.Log(sum) : 0;
            for (var i = 0; i < depth; i++)
                output[i] = isLogarithm ? input[i] - maximum - log : FloatFunctions.Exp((input[i] - maximum) * beta) / sum;
            output.CopyTo(context.Output<float>()[at..]);
        }
    }

    /// <summary>The call for vectors of float32.</summary>
    internal static ImmutableArray<KernelCall> Select(EmitContext context, float beta, bool isLogarithm) =>
        ConvertKernel.Select(
            KernelTable.Find("softmax", "f32"),
            new CParams(
                "te_softmax_f32_params",
                [
                    new CField("depth", context.Types.Inputs[0].Shape[^1]),
                    new CField("logarithm", isLogarithm ? 1 : 0),
                    new CField("beta", new FieldValue.Real(beta)),
                ]
            ),
            context
        );
}
