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

/// <summary>The end of SSD detectors: boxes from differences to anchors, of which the best ones drop those that overlap them.</summary>
/// <param name="Detections">Most detections.</param>
/// <param name="Classes">Classes of the scores, without a background.</param>
/// <param name="Least">Least score.</param>
/// <param name="Overlap">Intersection over union from which on a box is dropped.</param>
/// <param name="Scales">What differences in y, x, h, w are divided by.</param>
internal sealed partial record DetectionPostProcess(int Detections, int Classes, float Least, float Overlap, EquatableArray<float> Scales)
    : Op,
        IOperator<DetectionPostProcess>,
        IEmitC
{
    private const int Coordinates = 4;
    private const string WholeTensors = "it compares all boxes with each other";

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(DetectionPostProcess), "The boxes of an SSD detector without those that overlap better ones")
        {
            DataTypes = ["float32 box codes, float32 scores, float32 anchors → four times float32"],
            Limits = "fast suppression, one class a detection; sizes within 4 units in the last place; boxes without area end the run",
            Rows = "no: " + WholeTensors,
        };

    /// <inheritdoc/>
    public override string Name => "TFLite_Detection_PostProcess";

    /// <inheritdoc/>
    public override string Attributes => $"{Detections} of {Classes} classes, score {Least}, overlap {Overlap}";

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => WholeTensors;

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 3) || site.DeclaredOutputs.Length != 4)
            return site.DeclaredOutputs.Length == 4
                ? InferResult.Failed
                : site.Error(Diag.OperandCount, $"{site.DeclaredOutputs.Length} results, expected 4");
        foreach (var type in (ReadOnlySpan<TensorType>)[.. inputs, .. site.DeclaredOutputs])
        {
            if (!site.HasType("a tensor", type, DType.Float32))
                return InferResult.Failed;
        }

        if (
            Detections is < 1 or > 1 << 16
            || Classes < 1
            || !(Overlap > 0 && Overlap <= 1)
            || Scales.Count != Coordinates
            || Scales.Items.Any(scale => !(scale > 0))
        )
            return site.Error(
                Diag.BadOptions,
                $"{Detections} detections, {Classes} classes, overlap {Overlap}, scales {string.Join(", ", Scales)} make no sense",
                "counts and scales are positive, the overlap lies in (0, 1]"
            );
        if (
            inputs[0].Shape is not [1, var boxes, >= Coordinates]
            || inputs[1].Shape is not [1, var scored, var columns]
            || scored != boxes
            || columns - Classes is not (0 or 1)
            || inputs[2].Shape != [boxes, Coordinates]
        )
            return site.Error(
                Diag.ShapeMismatch,
                $"codes of {inputs[0].Shape}, scores of {inputs[1].Shape} and anchors of {inputs[2].Shape} do not fit {Classes} classes"
            );
        ImmutableArray<Shape> shapes =
        [
            [1, Detections, Coordinates],
            [1, Detections],
            [1, Detections],
            [1],
        ];
        return site.DeclaredOutputs.Select((type, o) => type with { Shape = shapes[o] }).ToImmutableArray();
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var boxes = context.InputType(0).Shape[1];
        var candidates = new DetectionBoxes(this, context).Decode(boxes);
        var found = 0;
        for (; found < Detections && candidates.TakeBest() is { } best; found++)
        {
            candidates.Corners(best).CopyTo(context.Output<float>(0)[(Coordinates * found)..]);
            context.Output<float>(1)[found] = candidates.ClassOf(best);
            context.Output<float>(2)[found] = candidates.ScoreOf(best);
        }

        context.Output<float>(0)[(Coordinates * found)..].Clear();
        context.Output<float>(1)[found..].Clear();
        context.Output<float>(2)[found..].Clear();
        context.Output<float>(3)[0] = found;
    }

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (codes, scores) = (context.Types.Inputs[0].Shape, context.Types.Inputs[1].Shape);
        var kernel = KernelTable.Find("detection", "any");
        return
        [
            kernel.Whole([
                .. Enumerable.Range(0, 4).Select(o => new CallArgument.Output(o)),
                .. Enumerable.Range(0, 3).Select(i => new CallArgument.Input(i)),
                new CallArgument.Params(),
                new CallArgument.Workspace(),
            ]) with
            {
                CanFail = true,
                Scratch = kernel.ScratchOf(("width", codes[1])),
                Params = new CParams(
                    "te_detection_params",
                    [
                        new CField("boxes", codes[1]),
                        new CField("codeSize", codes[2]),
                        new CField("classes", Classes),
                        new CField("background", scores[2] - Classes),
                        new CField("detections", Detections),
                        new CField("least", new FieldValue.Real(Least)),
                        new CField("overlap", new FieldValue.Real(Overlap)),
                        new CField("scale", new FieldValue.Members([.. Scales.Select(scale => (FieldValue)new FieldValue.Real(scale))])),
                    ]
                ),
            },
        ];
    }
}
