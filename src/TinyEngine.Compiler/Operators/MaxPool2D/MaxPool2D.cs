using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>Maximum over a moving window; positions in the padding do not take part.</summary>
/// <param name="Window">How the window moves.</param>
/// <param name="Activation">Bounds of the output codes.</param>
internal sealed partial record MaxPool2D(Window2D Window, Clamp Activation)
    : Op,
        IOperator<MaxPool2D>,
        IFusesActivation,
        IRowOperator,
        IWindowed
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(MaxPool2D), "Maximum over a moving window")
        {
            DataTypes = ["int8 → int8", "int16 → int16"],
            Limits = "any window, stride and padding; output quantized like the input; fused NONE, RELU, RELU6, RELU_N1_TO_1",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "MAX_POOL_2D";

    /// <inheritdoc/>
    public override string Attributes => Pool2D.Describe(Window, Activation);

    /// <inheritdoc/>
    public Op WithActivation(Clamp activation) => this with { Activation = activation };

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site) => Pool2D.Infer(inputs, site, Window, Activation);

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        if (context.OutputType().DType == DType.Int16)
            Pool2D.Evaluate<short, MaximumFold>(context, Window, new MaximumFold(Activation));
        else
            Pool2D.Evaluate<sbyte, MaximumFold>(context, Window, new MaximumFold(Activation));
    }

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneFirstMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => Pool2D.Covered(Window.Y, outputRow, types.Inputs[0].Shape[1]);

    private readonly struct MaximumFold(Clamp activation) : IPoolingFold
    {
        public int Start => int.MinValue;

        public int Add(int folded, int code) => Math.Max(folded, code);

        public int Finish(int folded, int count) => activation.Apply(folded);
    }
}
