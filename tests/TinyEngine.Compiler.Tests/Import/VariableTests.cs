using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Import;

/// <summary>Resource variables: what a file may say of them, and what it may not. Golden sequences are in
/// <c>conformance/more/ASSIGN_VARIABLE</c>.</summary>
public class VariableTests
{
    // CALL_ONCE, VAR_HANDLE, READ_VARIABLE, ADD, ASSIGN_VARIABLE, SLICE; the second graph: VAR_HANDLE, ASSIGN_VARIABLE.
    private static readonly TfliteModel Started = Read("running_sum_started");
    private static readonly TfliteModel Plain = Read("running_sum");

    [Fact]
    public void A_sum_that_is_kept_is_one_variable_and_one_update()
    {
        var graph = Import(Started).ShouldNotBeNull();
        graph.Nodes.Select(node => node.Op.Name).ShouldBe(["ADD", "SLICE", "ASSIGN_VARIABLE"]);
        var state = graph.Values.Single(value => value.Kind == ValueKind.Variable);
        state.InitialBytes().ToArray().ShouldBe(Started.DataOf(Started.Subgraphs[1].Tensors[1]).ToArray());
    }

    [Fact]
    public void A_variable_that_nothing_initializes_starts_from_its_zero_point() =>
        Import(Plain)!
            .Values.Single(value => value.Kind == ValueKind.Variable)
            .InitialBytes()
            .ToArray()
            .ShouldAllBe(code => (sbyte)code == -3);

    [Fact]
    public void A_variable_that_nothing_assigns_is_a_constant()
    {
        var graph = Import(Without(Started, BuiltinOperator.AssignVariable)).ShouldNotBeNull();
        graph.Values.ShouldNotContain(value => value.Kind == ValueKind.Variable);
    }

    [Fact]
    public void A_variable_that_is_never_assigned() =>
        Refusal(Without(Plain, BuiltinOperator.AssignVariable))
            .ShouldBe(
                """
                net.tflite(op 1 READ_VARIABLE 'state'): error TE1031: variable 'state' is read, but nothing is ever assigned to it
                    why: nobody knows its size and what it holds
                    try: export the model with the signature that assigns it, or with its initializer
                """
            );

    [Fact]
    public void An_initializer_of_another_type() =>
        Refusal(Initializer(Started, tensor => tensor with { Type = TfliteTensorType.UInt8 }))
            .ShouldBe(
                "net.tflite(op 2 READ_VARIABLE 'started'): error TE1031: variable 'started' is read as int8 1x7 (0.0500000007 zp 4), "
                    + "but initialized with uint8 1x7 (0.0500000007 zp 4)\n"
                    + "    why: one variable has one type\n"
                    + "    try: export the model again"
            );

    [Fact]
    public void An_initializer_that_is_no_constant() =>
        Refusal(Initializer(Started, tensor => tensor with { BufferIndex = 0 }))
            .ShouldBe(
                """
                net.tflite(graph 1 op 1 ASSIGN_VARIABLE): error TE1031: variable 'started' does not start from a constant
                    why: tensor 1 'started/initial' holds 0 bytes, int8 1x7 (0.0500000007 zp 4) needs 7
                    try: compute initial values when the model is built
                """
            );

    [Fact]
    public void An_initializer_that_computes()
    {
        var add = Started.OperatorCodes.Items.ToList().FindIndex(code => code.Code == BuiltinOperator.Add);
        var graph = Started.Subgraphs[1];
        var model = Started with
        {
            Subgraphs =
            [
                Started.Subgraphs[0],
                graph with
                {
                    Operators = [.. graph.Operators, new TfliteOperator(add, [1, 1], [1], TfliteOptions.None)],
                },
            ],
        };
        Refusal(model)
            .ShouldBe(
                """
                net.tflite(graph 1 op 2 ADD): error TE1031: a graph that initializes variables may only assign constants
                    why: CALL_ONCE runs it on the device before the first inference; we do it when we compile
                    try: compute initial values when the model is built
                """
            );
    }

    [Fact]
    public void An_initializer_that_does_not_exist()
    {
        var main = Started.Subgraphs[0];
        Refusal(Started with { Subgraphs = [main] })
            .ShouldBe(
                """
                net.tflite(op 0 CALL_ONCE): error TE1031: graph 1 cannot initialize variables
                    why: the file has no such other graph
                """
            );
    }

    [Fact]
    public void A_handle_that_leaves_the_graph()
    {
        var main = Plain.Subgraphs[0];
        var handle = main.Operators.Items.Single(op => Plain.CodeOf(op).Code == BuiltinOperator.VarHandle).Outputs[0];
        Refusal(Plain with { Subgraphs = [main with { Outputs = [handle] }] })
            .ShouldBe(
                $"""
                net.tflite(tensor {handle} 'state'): error TE1031: an output of the graph is the handle of a variable
                    why: a handle has no elements
                    try: give out what READ_VARIABLE reads
                """
            );
    }

    [Fact]
    public void A_handle_from_nowhere() =>
        Refusal(Without(Plain, BuiltinOperator.VarHandle))
            .ShouldStartWith(
                """
                net.tflite(op 0 READ_VARIABLE 'state'): error TE1031: which variable is meant is not known before the network runs
                    why: the handle comes from no VAR_HANDLE of this graph that stands before
                """
            );

    [Fact]
    public void Two_types_of_one_variable()
    {
        var main = Plain.Subgraphs[0];
        var read = main.Operators.Items.Single(op => Plain.CodeOf(op).Code == BuiltinOperator.ReadVariable);
        var tensor = main.Tensors[read.Outputs[0]];
        var tensors = main.Tensors.Items.SetItem(read.Outputs[0], tensor with { Shape = [7] });
        Refusal(Plain with { Subgraphs = [main with { Tensors = new EquatableArray<TfliteTensor>(tensors) }] })
            .ShouldBe(
                "net.tflite(op 3 ASSIGN_VARIABLE ''): error TE1031: variable 'state' is assigned as int8 1x7 (0.0500000007 zp -3), but "
                    + "it was int8 7 (0.0500000007 zp -3) before\n    why: one variable has one type\n    try: export the model again"
            );
    }

    [Fact]
    public void All_that_is_wrong_with_variables_is_said_in_one_run()
    {
        var main = Started.Subgraphs[0];
        var add = Started.OperatorCodes.Items.ToList().FindIndex(code => code.Code == BuiltinOperator.Add);
        var handle = main.Operators.Items.Single(op => Started.CodeOf(op).Code == BuiltinOperator.VarHandle).Outputs[0];
        var graph = Started.Subgraphs[1];
        Refusal(
                Started with
                {
                    Subgraphs =
                    [
                        main with
                        {
                            Outputs = [.. main.Outputs, handle],
                        },
                        graph with
                        {
                            Tensors = [graph.Tensors[0], graph.Tensors[1] with { BufferIndex = 0 }],
                            Operators = [.. graph.Operators, new TfliteOperator(add, [1, 1], [1], TfliteOptions.None)],
                        },
                    ],
                }
            )
            .Split('\n')
            .Where(line => line.StartsWith("net", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf("TE", StringComparison.Ordinal) + 8)..])
            .ShouldBe([
                "variable 'started' does not start from a constant",
                "a graph that initializes variables may only assign constants",
                "an output of the graph is the handle of a variable",
            ]);
    }

    [Fact]
    public void A_handle_that_is_no_resource()
    {
        var main = Plain.Subgraphs[0];
        var handle = main.Operators.Items.Single(op => Plain.CodeOf(op).Code == BuiltinOperator.VarHandle).Outputs[0];
        var tensors = main.Tensors.Items.SetItem(handle, main.Tensors[handle] with { Type = TfliteTensorType.Int8 });
        Refusal(Plain with { Subgraphs = [main with { Tensors = new EquatableArray<TfliteTensor>(tensors) }] })
            .ShouldBe(
                """
                net.tflite(op 0 VAR_HANDLE 'state'): error TE1031: the handle of a variable is of type int8, expected resource
                    why: the file contradicts itself
                    try: export the model again
                """
            );
    }

    [Theory]
    [InlineData("VarHandle", "op 1 VAR_HANDLE 'started'", 111)]
    [InlineData("CallOnce", "op 0 CALL_ONCE ''", 103)]
    public void Options_of_another_operator(string code, string place, int own)
    {
        var main = Started.Subgraphs[0];
        var squeeze = new TfliteOptions(BuiltinOptionsType.Squeeze).With(0, new EquatableArray<int>([1]));
        var operators = main.Operators.Items.Select(op => Started.CodeOf(op).Code.ToString() == code ? op with { Options = squeeze } : op);
        Refusal(Started with { Subgraphs = [main with { Operators = [.. operators] }, Started.Subgraphs[1]] })
            .ShouldStartWith(
                $"""
                net.tflite({place}): error TE1017: the operator carries the options of another one (table 30, its own is {own})
                    why: the file contradicts itself
                    try: export the model again
                """
            );
    }

    [Fact]
    public void An_assignment_with_a_result()
    {
        var main = Plain.Subgraphs[0];
        var operators = main.Operators.Items.Select(op =>
            Plain.CodeOf(op).Code == BuiltinOperator.AssignVariable ? op with { Outputs = [main.Outputs[0]] } : op
        );
        Refusal(Plain with { Subgraphs = [main with { Operators = [.. operators] }] })
            .ShouldContain("error TE1018: 2 operands and 1 outputs do not fit the operator");
    }

    [Fact]
    public void A_signature_chooses_a_graph()
    {
        var model = Two();
        Import(model)!.Nodes.Select(node => node.Op.Name).ShouldBe(["ADD", "SLICE", "ASSIGN_VARIABLE"]);
        Import(model, "second")!.Nodes.Select(node => node.Op.Name).ShouldBe(["ADD"]);
        Refusal(model, "third")
            .ShouldBe(
                """
                net.tflite: error TE1032: the model has no signature 'third'
                    why: it has 'first', 'second'
                    try: name one of these
                """
            );
        Refusal(Plain, "third")
            .ShouldBe(
                """
                net.tflite: error TE1032: the model has no signature 'third'
                    why: it has none
                    try: leave --signature out
                """
            );
    }

    [Fact]
    public void A_signature_of_a_graph_that_does_not_exist() =>
        Refusal(Two() with { Signatures = [new TfliteSignatureDef("first", 2, [], [])] })
            .ShouldBe(
                """
                net.tflite(signature_defs[0].subgraph_index): error TE1006: signature 'first' is graph 2, but the model has 2 graphs
                """
            );

    [Fact]
    public void A_signature_with_a_tensor_that_does_not_exist() =>
        Refusal(Two() with { Signatures = [new TfliteSignatureDef("first", 1, [new TfliteTensorMap("x", 99)], [])] })
            .ShouldBe(
                """
                net.tflite(signature_defs[0]): error TE1006: 'x' of signature 'first' is tensor 99, but its graph has 3 tensors
                """
            );

    [Theory]
    [InlineData("window_5_by_1", 30)]
    [InlineData("window_5_by_3", 30)]
    [InlineData("window_13_by_2", 78)]
    [InlineData("window_4_by_4", 24)]
    public void Rows_of_a_window_are_kept_once(string name, int bytes)
    {
        var graph = Pipeline.Optimize(Import(Read(name)).ShouldNotBeNull());
        graph.Nodes.Select(node => node.Op.Name).ShouldBe(["ASSIGN_VARIABLE", "FULLY_CONNECTED", "RESHAPE"], ignoreOrder: true);
        graph.Values.Single(value => value.Kind == ValueKind.Variable).Type.ByteSize.ShouldBe(bytes);
    }

    /// <summary>The running sum, and a sum that keeps nothing, with a signature each.</summary>
    private static TfliteModel Two()
    {
        var add = Plain.OperatorCodes.Items.ToList().FindIndex(code => code.Code == BuiltinOperator.Add);
        var tensor = Plain.Subgraphs[0].Tensors[Plain.Subgraphs[0].Inputs[0]];
        var second = new TfliteSubgraph(
            "second",
            [tensor, tensor, tensor],
            [0, 1],
            [2],
            [new TfliteOperator(add, [0, 1], [2], new TfliteOptions(BuiltinOptionsType.Add))]
        );
        return Plain with
        {
            Subgraphs = [Plain.Subgraphs[0], second],
            Signatures =
            [
                new TfliteSignatureDef("first", 0, [], []),
                new TfliteSignatureDef("second", 1, [new TfliteTensorMap("x", 0)], [new TfliteTensorMap("y", 2)]),
            ],
        };
    }

    private static TfliteModel Read(string name) =>
        TfliteReader
            .Read(TestFiles.Read($"conformance/more/ASSIGN_VARIABLE/{name}/model.tflite"), name, new DiagnosticBag())
            .ShouldNotBeNull();

    private static TfliteModel Without(TfliteModel model, BuiltinOperator code) =>
        model with
        {
            Subgraphs =
            [
                model.Subgraphs[0] with
                {
                    Operators = [.. model.Subgraphs[0].Operators.Items.Where(op => model.CodeOf(op).Code != code)],
                },
                .. model.Subgraphs.Items.Skip(1),
            ],
        };

    private static TfliteModel Initializer(TfliteModel model, Func<TfliteTensor, TfliteTensor> change) =>
        model with
        {
            Subgraphs =
            [
                model.Subgraphs[0],
                model.Subgraphs[1] with
                {
                    Tensors = [model.Subgraphs[1].Tensors[0], change(model.Subgraphs[1].Tensors[1])],
                },
            ],
        };

    private static Network? Import(TfliteModel model, string? signature = null) =>
        Pipeline.Import(TfliteWriter.Write(model), "net.tflite", new DiagnosticBag(), signature);

    private static string Refusal(TfliteModel model, string? signature = null)
    {
        var bag = new DiagnosticBag();
        Pipeline.Import(TfliteWriter.Write(model), "net.tflite", bag, signature).ShouldBeNull();
        return string.Join(
            '\n',
            bag.Items.Select(item => item.ToString()[..item.ToString().IndexOf("\n    see: ", StringComparison.Ordinal)])
        );
    }
}
