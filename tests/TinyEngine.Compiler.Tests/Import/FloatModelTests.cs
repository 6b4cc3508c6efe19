using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Import;

/// <summary>What is said of files that are not quantized, or not wholly: what kind of file it is, and what to do, once.</summary>
public class FloatModelTests
{
    private static readonly TfliteModel Mobile = TfliteReader
        .Read(TestFiles.Read("conformance/GRAPH/tiny_mobilenet/model.tflite"), "model", new DiagnosticBag())
        .ShouldNotBeNull();

    private const string FullInteger =
        "quantize the whole model: full-integer post-training quantization with a representative dataset "
        + "(converter.representative_dataset) and supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]";

    private const string Island =
        "let the converter quantize this part too: supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8] alone, and a representative "
        + "dataset that reaches it; or end the network before it and compute the rest in your own code";

    [Fact]
    public void A_network_that_is_not_quantized() =>
        Messages(Floating(Mobile, keepWeights: false))
            .ShouldBe(
                "net.tflite: error TE1035: the network computes in float32: CONV_2D, DEPTHWISE_CONV_2D, AVERAGE_POOL_2D, RESHAPE "
                    + "and FULLY_CONNECTED\n"
                    + "    why: kernels for microcontrollers compute with integers; float32 would take four times the memory, and on most "
                    + "cores many times the instructions\n"
                    + $"    try: {FullInteger}"
            );

    [Fact]
    public void A_network_whose_weights_alone_are_quantized() =>
        Messages(Floating(Mobile, keepWeights: true))
            .ShouldBe(
                "net.tflite: error TE1034: only the weights are quantized: 4 of 6 operators have int8 weights and compute in float32\n"
                    + "    why: without a representative dataset the converter cannot know the ranges of activations, and leaves them "
                    + "float32\n"
                    + $"    try: {FullInteger}"
            );

    [Fact]
    public void Weights_in_16_bit_floats() =>
        Messages(Sandwich(BuiltinOperator.FullyConnected, TfliteTensorType.Float16, isFloat: true))
            .ShouldBe(
                "net.tflite: error TE1034: only the weights are quantized: 1 of 3 operators have float16 weights and compute in float32\n"
                    + "    why: without a representative dataset the converter cannot know the ranges of activations, and leaves them "
                    + "float32\n"
                    + $"    try: {FullInteger}"
            );

    [Fact]
    public void An_island_with_an_operator_that_has_no_float32_form() =>
        Messages(Sandwich(BuiltinOperator.L2Normalization))
            .ShouldBe(
                "net.tflite(op 2 L2_NORMALIZATION 'middle'): error TE1036: L2_NORMALIZATION is not supported in float32\n"
                    + "    why: the converter left these operators in float32 inside a quantized network: op 2 L2_NORMALIZATION and op 3 "
                    + "LOGISTIC\n"
                    + $"    try: {Island}"
            );

    [Fact]
    public void An_island_that_runs_is_told_with_its_cost()
    {
        var bag = new DiagnosticBag();
        var graph = Pipeline.Import(TfliteWriter.Write(Sandwich(BuiltinOperator.Neg)), "net.tflite", bag);
        graph.ShouldNotBeNull(string.Join('\n', bag.Items));
        bag.Items.ShouldBeEmpty();
        foreach (var _ in Enumerable.Range(0, 2))
            Pipeline.Schedule(graph, new CompileOptions("net"), "net.tflite", bag).ShouldNotBeNull();
        var warning = bag.Items.ShouldHaveSingleItem().ToString();
        warning.ShouldStartWith("net.tflite(op 2 NEG 'middle'): warning TE1037: 2 operators compute in float32 (NEG, LOGISTIC)\n");
        warning.ShouldMatch(
            @"    why: the converter did not quantize them; [\d,]+ of [\d,]+ instructions predicted for cortex-m7 are "
                + @"spent there \(\d+ %\)\n"
        );
        warning.ShouldContain($"    try: {Island}\n");
    }

    private static string Messages(TfliteModel model)
    {
        var bag = new DiagnosticBag();
        Pipeline.Import(TfliteWriter.Write(model), "net.tflite", bag).ShouldBeNull();
        return string.Join(
            '\n',
            bag.Items.Select(item => item.ToString()[..item.ToString().IndexOf("\n    see: ", StringComparison.Ordinal)])
        );
    }

    /// <summary>A network as the converter writes it without a representative dataset.</summary>
    private static TfliteModel Floating(TfliteModel model, bool keepWeights)
    {
        var graph = model.Subgraphs[0];
        var buffers = model.Buffers.Items.ToList();
        var tensors = graph
            .Tensors.Items.Select(tensor =>
            {
                var data = model.DataOf(tensor);
                if ((keepWeights && tensor.Type == TfliteTensorType.Int8 && !data.IsEmpty) || tensor.Quantization is null)
                    return tensor;
                if (!data.IsEmpty)
                    buffers[tensor.BufferIndex] = new TfliteBuffer(
                        new byte[data.Length * (tensor.Type == TfliteTensorType.Int8 ? sizeof(float) : 1)]
                    );
                return tensor with { Type = TfliteTensorType.Float32, Quantization = null };
            })
            .ToList();
        return model with { Subgraphs = [graph with { Tensors = [.. tensors] }], Buffers = [.. buffers] };
    }

    /// <summary>RELU on codes, DEQUANTIZE, an operator on real numbers, LOGISTIC, QUANTIZE.</summary>
    private static TfliteModel Sandwich(BuiltinOperator middle, TfliteTensorType? weights = null, bool isFloat = false)
    {
        var codes = new TfliteTensor("codes", [1, 8], TfliteTensorType.Int8, 0, new TfliteQuantization([0.25f], [0]));
        var real = new TfliteTensor("real", [1, 8], TfliteTensorType.Float32);
        List<TfliteTensor> tensors =
        [
            codes,
            codes with
            {
                Name = "relu",
            },
            real,
            real with
            {
                Name = "middle",
            },
            real with
            {
                Name = "probabilities",
            },
            codes with
            {
                Name = "out",
                Quantization = new TfliteQuantization([1 / 256f], [-128]),
            },
            new TfliteTensor("half", [8, 8], weights ?? TfliteTensorType.Float32, 1),
            new TfliteTensor("weights", [8, 8], TfliteTensorType.Float32),
        ];
        static TfliteOperator Op(int code, int[] inputs, int output, BuiltinOptionsType options = BuiltinOptionsType.None) =>
            new(code, [.. inputs], [output], new TfliteOptions(options));
        var options = middle == BuiltinOperator.L2Normalization ? BuiltinOptionsType.L2Norm : BuiltinOptionsType.None;
        List<TfliteOperator> operators =
        [
            .. isFloat ? [] : new[] { Op(0, [0], 1), Op(1, [1], 2) },
            .. weights is null ? [] : new[] { Op(1, [6], 7) },
            Op(2, weights is null ? [2] : [2, 7, -1], 3, options),
            Op(3, [3], 4),
            .. isFloat ? [] : new[] { Op(4, [4], 5) },
        ];
        return Mobile with
        {
            OperatorCodes =
            [
                new(BuiltinOperator.Relu),
                new(BuiltinOperator.Dequantize),
                new(middle),
                new(BuiltinOperator.Logistic),
                new(BuiltinOperator.Quantize),
            ],
            Buffers = [TfliteBuffer.Empty, new TfliteBuffer(new byte[weights is null ? 0 : 128])],
            Subgraphs = [new TfliteSubgraph("", [.. tensors], [isFloat ? 2 : 0], [isFloat ? 4 : 5], [.. operators])],
        };
    }
}
