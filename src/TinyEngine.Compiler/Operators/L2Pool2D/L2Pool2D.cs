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

/// <summary>The root of the mean of squares under each window.</summary>
/// <param name="Window">How the window moves.</param>
/// <param name="Activation">Fused activation.</param>
internal sealed partial record L2Pool2D(Window2D Window, FusedActivation Activation) : Op, IOperator<L2Pool2D>, IEmitC, IWindowed
{
    private const string WholeTensors = "its kernel walks through whole tensors";

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(L2Pool2D), "The root of the mean of squares under each window")
        {
            DataTypes = ["float32 → float32"],
            Limits = "NHWC maps; SAME or VALID padding; fused NONE, RELU, RELU6, RELU_N1_TO_1",
            Rows = "no: " + WholeTensors,
        };

    /// <inheritdoc/>
    public override string Name => "L2_POOL_2D";

    /// <inheritdoc/>
    public override string Attributes => $"{Window}";

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => WholeTensors;

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 1)
            || !site.HasType("the input", inputs[0], DType.Float32)
            || !site.HasType("the output", site.Output, DType.Float32)
        )
            return InferResult.Failed;
        if (inputs[0].Shape is not [var n, var h, var w, var c])
            return site.Error(Diag.ShapeMismatch, $"expected a 4-D input (NHWC), found {inputs[0].Shape}");
        if (!site.HasWindow(Window, h, w) || !site.TouchesMap(Window))
            return InferResult.Failed;
        if (Activation.Limits() is null)
            return site.Error(
                Diag.UnsupportedAttribute,
                $"fused activation {Activation} is not supported",
                "NONE, RELU, RELU6 and RELU_N1_TO_1 are"
            );
        return site.TypeOf(site.Output, n, Window.Y.OutputSize(h), Window.X.OutputSize(w), c);
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var (input, output) = (context.InputType(0).Shape, context.OutputType().Shape);
        var (low, high) = Activation.Limits()!.Value;
        var channels = input[3];
        var map = context.Input<float>(0);
        var reals = context.Output<float>();
        for (var i = 0; i < reals.Length; i++)
        {
            var (c, x, y, n) = (
                i % channels,
                i / channels % output[2],
                i / channels / output[2] % output[1],
                i / channels / output[2] / output[1]
            );
            var (rows, columns) = (Pool2D.Covered(Window.Y, y, input[1]), Pool2D.Covered(Window.X, x, input[2]));
            var sum = 0f;
            for (var row = rows.Start; row < rows.End; row++)
            {
                for (var column = columns.Start; column < columns.End; column++)
                {
                    var real = map[(((((n * input[1]) + row) * input[2]) + column) * channels) + c];
                    sum += real * real;
                }
            }

            reals[i] = UnaryFunction.Clamp.Of(MathF.Sqrt(sum / (rows.Count * columns.Count)), low, high);
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (input, output) = (context.Types.Inputs[0].Shape, context.Types.Outputs[0].Shape);
        var (low, high) = Activation.Limits()!.Value;
        return
        [
            VectorKernel.Select(
                KernelTable.Find("l2_pool2d", "f32"),
                "te_l2_pool2d_params",
                [
                    new CField("height", input[1]),
                    new CField("width", input[2]),
                    new CField("channels", input[3]),
                    new CField("outHeight", output[1]),
                    new CField("outWidth", output[2]),
                    new CField("kernelHeight", Window.Y.Kernel),
                    new CField("kernelWidth", Window.X.Kernel),
                    new CField("strideY", Window.Y.Stride),
                    new CField("strideX", Window.X.Stride),
                    new CField("padTop", Window.Y.PadBefore),
                    new CField("padLeft", Window.X.PadBefore),
                    new CField("low", new FieldValue.Real(low)),
                    new CField("high", new FieldValue.Real(high)),
                ],
                context
            ),
        ];
    }
}
