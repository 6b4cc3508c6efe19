using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Import;

/// <summary>What the importer says, to the letter, about models that are sound files but no network that it can take.</summary>
public class RefusedModelTests
{
    private static readonly TfliteModel Sum = ReadCase("ADD/vector");
    private static readonly TfliteModel Convolution = ReadCase("CONV_2D/pointwise_relu6");
    private static readonly TfliteModel Transposed = ReadCase("TRANSPOSE/reverse");

    [Fact]
    public void No_graph() =>
        Refusal(Sum with { Subgraphs = [] })
            .ShouldBe(
                """
                net.tflite: error TE1008: the model has no graph
                    why: there is nothing to run
                    try: export the model again
                """
            );

    [Theory]
    [InlineData("IF")]
    [InlineData("WHILE")]
    public void Control_flow(string name) =>
        Refusal(Sum with { OperatorCodes = [new TfliteOperatorCode(Enum.Parse<BuiltinOperator>(name, ignoreCase: true))] })
            .ShouldBe(
                $"""
                net.tflite(op 0 {name} 'out0'): error TE1010: operator {name} is not supported
                    why: which graph runs, and how often, is only known while the network runs; memory and time are planned before
                    try: unroll loops over a fixed number of steps, and split conditional networks into several models
                """
            );

    [Fact]
    public void No_output() =>
        Refusal(Changed(Sum, graph => graph with { Outputs = [] }))
            .ShouldBe(
                """
                net.tflite: error TE2009: the graph has 2 inputs and 0 outputs
                """
            );

    [Fact]
    public void An_operator_that_does_not_exist() =>
        Refusal(Sum with { OperatorCodes = [new TfliteOperatorCode((BuiltinOperator)9999)] })
            .ShouldBe(
                """
                net.tflite(op 0 operator 9999 'out0'): error TE1009: operator code 9999 does not exist
                    why: the file is damaged or newer than this tool
                    try: convert the model again, or use a newer version of this tool
                """
            );

    [Fact]
    public void A_custom_operator() =>
        Refusal(Sum with { OperatorCodes = [new TfliteOperatorCode(BuiltinOperator.Custom, "MyAttention")] })
            .ShouldBe(
                """
                net.tflite(op 0 MyAttention 'out0'): error TE1011: custom operator 'MyAttention' is not supported
                    why: its meaning is not part of the file
                    try: replace the layer by builtin operators
                """
            );

    [Theory]
    [InlineData("ethos-u", "TE1038", "the file was compiled by Vela for an Ethos-U NPU", "take the file before Vela")]
    [InlineData("edgetpu-custom-op", "TE1038", "the file was compiled for an Edge TPU", "take the file before edgetpu_compiler")]
    [InlineData("TFLM_DECODE", "TE1039", "the weights are compressed", "take the file before compression")]
    [InlineData(
        "FlexErf",
        "TE1011",
        "'FlexErf' is an operator of TensorFlow itself",
        "replace the layer by one that converts with supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]"
    )]
    public void A_custom_operator_that_is_known(string name, string id, string message, string remedy)
    {
        var text = Refusal(Sum with { OperatorCodes = [new TfliteOperatorCode(BuiltinOperator.Custom, name)] });
        text.ShouldStartWith($"net.tflite(op 0 {name} 'out0'): error {id}: {message}\n    why: ");
        text.ShouldEndWith($"\n    try: {remedy}");
    }

    [Fact]
    public void Scratch_tensors_of_an_operator_that_is_refused_are_no_second_error() =>
        Refusal(
                Changed(Sum with { OperatorCodes = [new TfliteOperatorCode(BuiltinOperator.Custom, "MyAttention")] }, graph =>
                    graph with
                    {
                        Tensors = [.. graph.Tensors.Items, new TfliteTensor("scratch", [1, 0], TfliteTensorType.Float16)],
                        Operators = [graph.Operators[0] with { Inputs = [0, 1, graph.Tensors.Count] }],
                    }
                )
            )
            .ShouldBe(
                """
                net.tflite(op 0 MyAttention 'out0'): error TE1011: custom operator 'MyAttention' is not supported
                    why: its meaning is not part of the file
                    try: replace the layer by builtin operators
                """
            );

    [Fact]
    public void Weights_of_another_size()
    {
        var weights = Convolution.Subgraphs[0].Tensors[Convolution.Subgraphs[0].Operators[0].Inputs[1]];
        Refusal(Convolution with { Buffers = Set(Convolution.Buffers, weights.BufferIndex, new TfliteBuffer(new byte[100])) })
            .ShouldBe(
                """
                net.tflite(tensor 2 'weights'): error TE1015: buffer 1 holds 100 bytes, int8 32x1x1x16 (32 scales on axis 0) needs 512
                """
            );
    }

    [Fact]
    public void Weights_without_data() =>
        Refusal(Weights(tensor => tensor with { BufferIndex = 0 }))
            .ShouldBe(
                """
                net.tflite(op 0 CONV_2D 'out0'): error TE2001: tensor 2 'weights' has no data, is no input, and no operator computes it
                """
            );

    [Fact]
    public void Sparse_weights() =>
        Refusal(Weights(tensor => tensor with { HasSparsity = true }))
            .ShouldBe(
                """
                net.tflite(tensor 2 'weights'): error TE1016: the tensor is stored sparse
                    why: only the elements other than 0 are in the file; kernels read all of them
                    try: convert the pruned model without tf.lite.Optimize.EXPERIMENTAL_SPARSITY: it computes the same
                """
            );

    [Fact]
    public void An_operand_that_is_known_only_at_run_time()
    {
        var order = Transposed.Subgraphs[0].Operators[0].Inputs[1];
        var model = Changed(Transposed, graph =>
            graph with
            {
                Inputs = [graph.Inputs[0], order],
                Tensors = Set(graph.Tensors, order, graph.Tensors[order] with { BufferIndex = 0 }),
            }
        );
        Refusal(model)
            .ShouldBe(
                """
                net.tflite(op 0 TRANSPOSE 'out0'): error TE1019: permutation 'const0' must be a constant
                    why: sizes must be known when the code is generated
                    try: export the model with fixed input shapes, so that the converter folds this operand
                """
            );
    }

    [Fact]
    public void An_output_of_another_shape() =>
        Refusal(Changed(Sum, graph =>
                {
                    var output = graph.Outputs[0];
                    return graph with { Tensors = Set(graph.Tensors, output, graph.Tensors[output] with { Shape = [1, 2] }) };
                }))
            .ShouldBe(
                "net.tflite(op 0 ADD 'out0'): error TE2005: output 0 'out0' is declared int8 1x2 (0.0679999962 zp -2), its operands give "
                    + "int8 1x67 (0.0679999962 zp -2)\n    why: the file contradicts itself\n    try: export the model again"
            );

    [Fact]
    public void Operators_out_of_order()
    {
        var model = Changed(Sum, graph =>
        {
            var (op, late) = (graph.Operators[0], graph.Tensors.Count);
            return graph with
            {
                Tensors = [.. graph.Tensors.Items, graph.Tensors[graph.Outputs[0]] with { Name = "late" }],
                Operators = [op with { Inputs = [op.Inputs[0], late] }, op with { Outputs = [late] }],
            };
        });
        Refusal(model)
            .ShouldBe(
                """
                net.tflite(op 0 ADD 'out0'): error TE2002: tensor 3 'late' is read before operator 1 computes it
                    why: operators must be stored in the order they run in
                net.tflite(op 1 ADD 'late'): error TE2003: tensor 3 'late' already has a value
                """
            );
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

    private static TfliteModel ReadCase(string path) =>
        TfliteReader.Read(TestFiles.Read($"conformance/{path}/model.tflite"), path, new DiagnosticBag()).ShouldNotBeNull();

    private static TfliteModel Changed(TfliteModel model, Func<TfliteSubgraph, TfliteSubgraph> change) =>
        model with
        {
            Subgraphs = [change(model.Subgraphs[0])],
        };

    private static TfliteModel Weights(Func<TfliteTensor, TfliteTensor> change)
    {
        var index = Convolution.Subgraphs[0].Operators[0].Inputs[1];
        return Changed(Convolution, graph => graph with { Tensors = Set(graph.Tensors, index, change(graph.Tensors[index])) });
    }

    private static EquatableArray<T> Set<T>(EquatableArray<T> items, int index, T item)
        where T : IEquatable<T> => new(items.Items.SetItem(index, item));
}
