using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record DetectionPostProcess : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        new(BuiltinOperator.Custom, FromTflite, (op, _) => ToTflite((DetectionPostProcess)op))
        {
            CustomCode = "TFLite_Detection_PostProcess",
        },
    ];

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        const string Remedy = "end the network at its operands (--outputs), and suppress overlapping boxes in your own code";
        if (!node.CheckOperands(3, 3))
            return null;
        if (FlexBufferMap.Read(node.Options.Custom.AsSpan()) is not { } options)
            return node.Error(
                Diag.BadOptions,
                "the operator has no custom options",
                "they say how many boxes and classes there are, and when boxes overlap",
                Remedy
            );
        var wanted = new[]
        {
            "max_detections",
            "num_classes",
            "nms_score_threshold",
            "nms_iou_threshold",
            "y_scale",
            "x_scale",
            "h_scale",
            "w_scale",
        };
        if (wanted.FirstOrDefault(name => !options.Has(name)) is { } missing)
            return node.Error(
                Diag.BadOptions,
                $"the custom options have no number '{missing}'",
                "the operator means nothing without it",
                Remedy
            );
        if (options.Number("use_regular_nms") is > 0 || options.Number("max_classes_per_detection") is { } most and not 1)
            return node.Error(
                Diag.UnsupportedAttribute,
                "only fast suppression with one class a detection is supported",
                "use_regular_nms is set, or max_classes_per_detection is not 1",
                Remedy
            );
        float Real(string name) => (float)options.Number(name)!.Value;
        int Count(string name) => (int)Math.Clamp(options.Number(name)!.Value, -1, int.MaxValue);
        return ImportedOp.FirstOperands(
            new DetectionPostProcess(
                Count("max_detections"),
                Count("num_classes"),
                Real("nms_score_threshold"),
                Real("nms_iou_threshold"),
                [Real("y_scale"), Real("x_scale"), Real("h_scale"), Real("w_scale")]
            ),
            3
        );
    }

    private static TfliteExport ToTflite(DetectionPostProcess op) =>
        TfliteExport.Plain(
            TfliteOptions.None with
            {
                Custom =
                [
                    .. FlexBufferMap.Write(
                        ("max_detections", op.Detections),
                        ("max_classes_per_detection", 1),
                        ("num_classes", op.Classes),
                        ("nms_score_threshold", op.Least),
                        ("nms_iou_threshold", op.Overlap),
                        ("y_scale", op.Scales[0]),
                        ("x_scale", op.Scales[1]),
                        ("h_scale", op.Scales[2]),
                        ("w_scale", op.Scales[3])
                    ),
                ],
            },
            3
        );
}
