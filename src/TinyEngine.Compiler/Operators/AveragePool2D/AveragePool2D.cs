using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>Average over a moving window; positions in the padding count neither in the sum nor in the divisor.</summary>
/// <param name="Window">How the window moves.</param>
/// <param name="Activation">Bounds of the output codes.</param>
internal sealed partial record AveragePool2D(Window2D Window, Clamp Activation)
    : Op,
        IOperator<AveragePool2D>,
        IFusesActivation,
        IRowOperator,
        IWindowed,
        IBoundAccumulators
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(AveragePool2D), "Average over a moving window")
        {
            DataTypes = ["int8 → int8", "int16 → int16"],
            Limits = "any window, stride and padding; output quantized like the input; fused NONE, RELU, RELU6, RELU_N1_TO_1",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "AVERAGE_POOL_2D";

    /// <inheritdoc/>
    public override string Attributes => Pool2D.Describe(Window, Activation);

    /// <summary>Sum divided by count, ties away from zero.</summary>
    public static int Average(int sum, int count) => (sum > 0 ? sum + (count / 2) : sum - (count / 2)) / count;

    /// <inheritdoc/>
    public Op WithActivation(Clamp activation) => this with { Activation = activation };

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site) => Pool2D.Infer(inputs, site, Window, Activation);

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        if (context.OutputType().DType == DType.Int16)
            Pool2D.Evaluate<short, AverageFold>(context, Window, new AverageFold(Activation));
        else
            Pool2D.Evaluate<sbyte, AverageFold>(context, Window, new AverageFold(Activation));
    }

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneFirstMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => Pool2D.Covered(Window.Y, outputRow, types.Inputs[0].Shape[1]);

    /// <inheritdoc/>
    public AccumulatorRange BoundAccumulators(OpTypes types, ImmutableArray<Tensor?> constants) =>
        Accumulators.OfCodes(
            types.Inputs[0],
            (long)Math.Min(Window.Y.Kernel, types.Inputs[0].Shape[1]) * Math.Min(Window.X.Kernel, types.Inputs[0].Shape[2])
        );

    private readonly struct AverageFold(Clamp activation) : IPoolingFold
    {
        public int Start => 0;

        public int Add(int folded, int code) => unchecked(folded + code);

        public int Finish(int folded, int count) => activation.Apply(Average(folded, count));
    }
}
