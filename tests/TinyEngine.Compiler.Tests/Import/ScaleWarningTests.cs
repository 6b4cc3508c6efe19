using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Tests.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Import;

/// <summary>Scales with which the reference does what few expect: the file compiles, with one warning.</summary>
public class ScaleWarningTests
{
    [Fact]
    public void Relu6_that_ignores_the_scale_of_its_output() =>
        Warning(new Relu(ReluKind.Relu6), Inference.Int8([1, 4], 0.04f, -128), Inference.Int8([1, 4], 0.02f, -128))
            .ShouldBe(
                "net.tflite(op 0 RELU6 'y'): warning TE2012: the input has 0.0399999991 zp -128, the output 0.0199999996 zp -128: codes "
                    + "are limited to those of 0 and 6 and copied, not rescaled\n"
                    + "    why: TensorFlow Lite Micro computes so, and this tool computes the same; TensorFlow Lite rescales, so that its "
                    + "results differ\n"
                    + "    try: have the operator keep its input's scale, or fuse it into the layer before; convert the model again with a "
                    + "current converter and full-integer quantization\n"
                    + "    see: docs/reference/diagnostics/TE2012.md"
            );

    [Fact]
    public void Logistic_with_codes_beyond_32_bits() =>
        Warning(new Logistic(), Inference.Int16([1, 4], 16.9f), Inference.Int16([1, 4], 1f / 32768))
            .ShouldBe(
                "net.tflite(op 0 LOGISTIC 'y'): warning TE2013: codes beyond ±10,340 give 0 or 1, as the function does\n"
                    + "    why: times the input scale 16.8999996 they exceed 32 bits in the reference, whose result is then undefined; all "
                    + "other codes give its bytes\n"
                    + "    try: calibrate the model again with typical inputs (converter.representative_dataset); a layer that always "
                    + "gives 0, or values far beyond the others, leads to such scales\n"
                    + "    see: docs/reference/diagnostics/TE2013.md"
            );

    [Fact]
    public void Usual_scales_warn_of_nothing()
    {
        Warning(new Relu(ReluKind.Relu6), Inference.Int8([1, 4]), Inference.Int8([1, 4], 0.500001f)).ShouldBe("");
        Warning(new Relu(ReluKind.Relu), Inference.Int8([1, 4]), Inference.Int8([1, 4], 0.2f)).ShouldBe("");
        Warning(new Logistic(), Inference.Int16([1, 4], 5.3f), Inference.Int16([1, 4], 1f / 32768)).ShouldBe("");
    }

    private static string Warning(Op op, TensorType input, TensorType output)
    {
        var builder = new GraphBuilder("net");
        builder.Output(builder.Node(op, [builder.Input("x", input)], output, "y"));
        var bag = new DiagnosticBag();
        var file = TfliteExporter.Export(builder.Build(), bag)!;
        Pipeline.Import(file, "net.tflite", bag).ShouldNotBeNull();
        return string.Join('\n', bag.Items);
    }
}
