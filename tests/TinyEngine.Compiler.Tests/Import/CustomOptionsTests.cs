using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Import;

/// <summary>What is said of custom options that are missing, damaged or senseless.</summary>
public class CustomOptionsTests
{
    private const string Detection = "TFLite_Detection_PostProcess/plain";

    private static readonly (string Name, object Value)[] Sound =
    [
        ("max_detections", 5),
        ("max_classes_per_detection", 1),
        ("num_classes", 3),
        ("nms_score_threshold", 0.1f),
        ("nms_iou_threshold", 0.5f),
        ("y_scale", 10f),
        ("x_scale", 10f),
        ("h_scale", 5f),
        ("w_scale", 5f),
    ];

    [Fact]
    public void No_options_of_a_detector() =>
        Refusal(Detection, [])
            .ShouldEndWith(
                """
                error TE1017: the operator has no custom options
                    why: they say how many boxes and classes there are, and when boxes overlap
                    try: end the network at its operands (--outputs), and suppress overlapping boxes in your own code
                """
            );

    [Fact]
    public void Options_of_a_detector_without_one_of_them() =>
        Refusal(Detection, FlexBufferMap.Write([.. Sound.Where(option => option.Name != "y_scale")]))
            .ShouldEndWith(
                """
                error TE1017: the custom options have no number 'y_scale'
                    why: the operator means nothing without it
                    try: end the network at its operands (--outputs), and suppress overlapping boxes in your own code
                """
            );

    [Theory]
    [InlineData("use_regular_nms", 1)]
    [InlineData("max_classes_per_detection", 2)]
    public void A_way_of_suppression_that_is_not_supported(string option, int value) =>
        Refusal(Detection, FlexBufferMap.Write([.. Sound.Where(known => known.Name != option), (option, value)]))
            .ShouldEndWith(
                """
                error TE1012: only fast suppression with one class a detection is supported
                    why: use_regular_nms is set, or max_classes_per_detection is not 1
                    try: end the network at its operands (--outputs), and suppress overlapping boxes in your own code
                """
            );

    [Theory]
    [InlineData("max_detections", int.MaxValue, "2147483647 detections, 3 classes, overlap 0.5, scales 10, 10, 5, 5")]
    [InlineData("max_detections", 0, "0 detections, 3 classes, overlap 0.5, scales 10, 10, 5, 5")]
    [InlineData("num_classes", -7, "5 detections, -1 classes, overlap 0.5, scales 10, 10, 5, 5")]
    [InlineData("nms_iou_threshold", float.NaN, "5 detections, 3 classes, overlap NaN, scales 10, 10, 5, 5")]
    [InlineData("w_scale", -1f, "5 detections, 3 classes, overlap 0.5, scales 10, 10, 5, -1")]
    public void Numbers_of_a_detector_that_make_no_sense(string option, object value, string what) =>
        Refusal(Detection, FlexBufferMap.Write([.. Sound.Where(known => known.Name != option), (option, value)]))
            .ShouldEndWith(
                $"""
                error TE1017: {what} make no sense
                    why: counts and scales are positive, the overlap lies in (0, 1]
                """
            );

    [Fact]
    public void More_classes_than_there_are_scores() =>
        Refusal(Detection, FlexBufferMap.Write([.. Sound.Where(known => known.Name != "num_classes"), ("num_classes", 90)]))
            .ShouldContain("error TE2004: codes of ");

    [Theory]
    [InlineData("shift", 1.5f)]
    [InlineData("shift", float.PositiveInfinity)]
    [InlineData("other", 12)]
    public void No_integer_of_a_front_end(string option, object value) =>
        Refusal("SignalWindow/shift12", FlexBufferMap.Write((option, value)))
            .ShouldEndWith(
                """
                error TE1017: the custom options have no integer 'shift'
                    why: the operator means nothing without it
                    try: make the model again: the library of the front end writes its options
                """
            );

    [Theory]
    [InlineData(-1)]
    [InlineData(32)]
    public void A_shift_that_is_out_of_range(int shift) =>
        Refusal("SignalWindow/shift12", FlexBufferMap.Write(("shift", shift)))
            .ShouldEndWith(
                $"""
                error TE1017: option shift is {shift}
                    why: it shifts numbers of 32 bits: 0 to 31
                """
            );

    /// <summary>Each cut and each flipped byte of sound options is either read or refused.</summary>
    [Fact]
    public void Damaged_options_end_in_no_exception()
    {
        var sound = FlexBufferMap.Write(Sound);
        for (var at = 0; at < sound.Length; at++)
        {
            Import(Detection, sound[..at]);
            foreach (var value in (ReadOnlySpan<byte>)[0x00, 0x7f, 0x80, 0xff])
                Import(Detection, [.. sound[..at], value, .. sound[(at + 1)..]]);
        }
    }

    private static string Refusal(string test, byte[] options)
    {
        var bag = Import(test, options);
        bag.HasErrors.ShouldBeTrue();
        return string.Join(
            '\n',
            bag.Items.Select(item => item.ToString()[..item.ToString().IndexOf("\n    see: ", StringComparison.Ordinal)])
        );
    }

    private static DiagnosticBag Import(string test, byte[] options)
    {
        var model = TfliteReader.Read(TestFiles.Read($"conformance/more/{test}/model.tflite"), test, new DiagnosticBag()).ShouldNotBeNull();
        var graph = model.Subgraphs[0];
        var spoilt = model with
        {
            Subgraphs =
            [
                graph with
                {
                    Operators = [.. graph.Operators.Items.Select(op => op with { Options = op.Options with { Custom = [.. options] } })],
                },
            ],
        };
        var bag = new DiagnosticBag();
        Pipeline.Import(TfliteWriter.Write(spoilt), "net.tflite", bag);
        return bag;
    }
}
