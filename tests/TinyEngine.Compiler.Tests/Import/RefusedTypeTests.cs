using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Tests.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Import;

/// <summary>What is said of element types and quantization that are not supported: each has its own reason and remedy.</summary>
public class RefusedTypeTests
{
    private static readonly TfliteModel Sum = TfliteReader
        .Read(TestFiles.Read("conformance/ADD/vector/model.tflite"), "ADD", new DiagnosticBag())
        .ShouldNotBeNull();

    [Theory]
    [InlineData("Resource", "resource", "it is a handle without elements, such as that of a variable or a hash table")]
    [InlineData("String", "string", "texts have no fixed size")]
    [InlineData("Complex64", "complex64", "spectra have complex numbers")]
    [InlineData("UInt4", "uint4", "kernels read 8-bit and 16-bit codes")]
    [InlineData("Int4", "int4", "only constant weights of quantized layers may have 4 bits")]
    [InlineData("Int2", "int2", "kernels read 8-bit and 16-bit codes")]
    [InlineData("Float8E4M3FN", "float8_e4m3fn", "no kernel of a microcontroller computes with 8-bit floats")]
    [InlineData("Float8E5M2", "float8_e5m2", "no kernel of a microcontroller computes with 8-bit floats")]
    [InlineData("99", "code 99", "the file is damaged or newer than this tool")]
    public void A_type_that_no_tensor_has(string type, string name, string why)
    {
        var text = Refusal(First(tensor => tensor with { Type = Enum.Parse<TfliteTensorType>(type), Quantization = null }));
        text.ShouldStartWith($"net.tflite(tensor 0 'in0'): error TE1013: element type {name} is not supported\n    why: {why}\n    try: ");
        text.Split('\n').Length.ShouldBe(3, text);
    }

    [Theory]
    [InlineData("Bool", "bool", "cast the mask to float32 (tf.cast) before it is computed with, so that the converter quantizes it")]
    [InlineData(
        "Int64",
        "int64",
        "use int32 for indices and sizes (tf.cast, or dtype=tf.int32 where the model makes them), float32 for other numbers"
    )]
    [InlineData("UInt32", "uint32", "use int32 for indices and sizes")]
    public void A_type_that_the_operator_does_not_take(string type, string name, string remedy) =>
        Refusal(First(tensor => tensor with { Type = Enum.Parse<TfliteTensorType>(type), Quantization = null }))
            .ShouldStartWith(
                $"net.tflite(op 0 ADD 'out0'): error TE1013: the first operand is {name}, supported: int8, int16\n    try: {remedy}"
            );

    [Fact]
    public void A_tensor_without_quantization() =>
        Refusal(First(tensor => tensor with { Quantization = null }))
            .ShouldBe(
                """
                net.tflite(op 0 ADD 'out0'): error TE2007: the first operand has no quantization parameters
                    try: convert the model again with a current converter and full-integer quantization
                """
            );

    [Theory]
    [InlineData(1, "custom quantization")]
    [InlineData(2, "blockwise quantization")]
    [InlineData(3, "quantization along several axes")]
    [InlineData(9, "quantization scheme 9")]
    public void A_quantization_scheme_of_newer_runtimes(int details, string name) =>
        Refusal(First(tensor => tensor with { Quantization = tensor.Quantization! with { DetailsType = details } }))
            .ShouldBe(
                $"""
                net.tflite(tensor 0 'in0'): error TE2006: {name} is not supported
                    why: only one scale and zero point for a tensor, or one for each slice of an axis, are
                    try: quantize the model per tensor or per channel
                """
            );

    [Fact]
    public void A_tensor_in_another_file() =>
        Refusal(First(tensor => tensor with { ExternalBuffer = 1 }))
            .ShouldBe(
                """
                net.tflite(tensor 0 'in0'): error TE1012: the tensor's data is in another file
                    why: the tensor names an external buffer
                    try: export the model as a single file
                """
            );

    [Theory]
    [InlineData(new[] { -1, 67 }, false)]
    [InlineData(new[] { 1, -1 }, false)]
    [InlineData(new[] { -1, -1 }, true)]
    public void An_open_size_that_became_one(int[] signature, bool isPixel)
    {
        var bag = new DiagnosticBag();
        var open = Sum with
        {
            Subgraphs =
            [
                Sum.Subgraphs[0] with
                {
                    Tensors =
                    [
                        .. Sum.Subgraphs[0]
                            .Tensors.Items.Select(tensor =>
                                tensor with
                                {
                                    Shape = isPixel ? [1, 1] : tensor.Shape,
                                    ShapeSignature = tensor.Name == "in0" ? [.. signature] : [],
                                }
                            ),
                    ],
                },
            ],
        };
        Pipeline.Import(TfliteWriter.Write(open), "net.tflite", bag).ShouldNotBeNull(string.Join('\n', bag.Items));
        string.Join('\n', bag.Items)
            .ShouldBe(
                isPixel
                    ? "net.tflite(tensor 0 'in0'): warning TE1033: the input is 1x1, its shape signature [-1, -1]\n"
                        + "    why: sizes that the model leaves open (-1) were set to 1 by the converter; the network computes for this "
                        + "size only\n"
                        + "    try: give the model the input sizes that it is used with, for example tf.keras.Input(shape=(96, 96, 3), "
                        + "batch_size=1), and convert it again\n"
                        + "    see: docs/reference/diagnostics/TE1033.md"
                    : ""
            );
    }

    /// <summary>Spoils the type and the quantization of every tensor of every conformance case in turn.</summary>
    [Fact]
    public void Each_refusal_of_a_type_or_quantization_has_a_remedy()
    {
        TfliteTensorType[] types =
        [
            TfliteTensorType.Int8,
            TfliteTensorType.Int16,
            TfliteTensorType.Int32,
            TfliteTensorType.Int64,
            TfliteTensorType.UInt8,
            TfliteTensorType.Bool,
            TfliteTensorType.Float32,
        ];
        var heard = new HashSet<string>();
        foreach (var test in ConformanceCase.All.DistinctBy(test => test.Op))
        {
            var model = TfliteReader.Read(test.Read("model.tflite"), test.Path, new DiagnosticBag())!;
            for (var tensor = 0; tensor < model.Subgraphs[0].Tensors.Count; tensor++)
            {
                foreach (var type in types)
                    Judge(Tensor(model, tensor, record => record with { Type = type }), heard);
                Judge(Tensor(model, tensor, record => record with { Quantization = null }), heard);
                Judge(Tensor(model, tensor, record => record with { Quantization = new([0.5f], [3]) }), heard);
            }
        }

        heard.Count.ShouldBeGreaterThan(100);
    }

    private static void Judge(TfliteModel model, HashSet<string> heard)
    {
        var bag = new DiagnosticBag();
        Pipeline.Import(TfliteWriter.Write(model), "net.tflite", bag);
        foreach (var item in bag.Items.Where(item => item.Id is "TE1013" or "TE2007" && heard.Add(item.Message)))
            item.Try.ShouldNotBeEmpty(item.ToString());
    }

    private static string Refusal(TfliteModel model)
    {
        var bag = new DiagnosticBag();
        Pipeline.Import(TfliteWriter.Write(model), "net.tflite", bag).ShouldBeNull();
        return string.Join(
            '\n',
            bag.Items.Select(item => item.ToString()[..item.ToString().IndexOf("\n    see: ", StringComparison.Ordinal)])
        );
    }

    private static TfliteModel First(Func<TfliteTensor, TfliteTensor> change) => Tensor(Sum, 0, change);

    private static TfliteModel Tensor(TfliteModel model, int tensor, Func<TfliteTensor, TfliteTensor> change) =>
        model with
        {
            Subgraphs =
            [
                model.Subgraphs[0] with
                {
                    Tensors = new(model.Subgraphs[0].Tensors.Items.SetItem(tensor, change(model.Subgraphs[0].Tensors[tensor]))),
                },
                .. model.Subgraphs.Items.Skip(1),
            ],
        };
}
