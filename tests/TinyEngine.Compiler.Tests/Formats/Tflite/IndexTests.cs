using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Formats.Tflite;

/// <summary>TE1006: every index of a model that is returned refers to something.</summary>
public class IndexTests
{
    private static TfliteSubgraph Graph => Models.Small.Subgraphs[0];

    private static string[] Lines(TfliteSubgraph graph)
    {
        var (ids, lines) = Models.Refusal(TfliteWriter.Write(Models.Small with { Subgraphs = [graph] }));
        ids.ShouldAllBe(id => id == "TE1006");
        return lines;
    }

    private static EquatableArray<T> Replace<T>(EquatableArray<T> items, int index, T item)
        where T : IEquatable<T> => new(items.Items.SetItem(index, item));

    [Fact]
    public void A_graph_input_must_exist() =>
        Lines(Graph with { Inputs = [0, 4] })
            .ShouldBe(["subgraphs[0].inputs[1]: the graph's input 1 is tensor 4, but the graph has 4 tensors"]);

    [Fact]
    public void A_graph_output_cannot_be_left_out() =>
        Lines(Graph with { Outputs = [-1] })
            .ShouldBe(["subgraphs[0].outputs[0]: the graph's output 0 is tensor -1, but the graph has 4 tensors"]);

    [Fact]
    public void A_buffer_must_exist() =>
        Lines(Graph with { Tensors = Replace(Graph.Tensors, 1, Graph.Tensors[1] with { BufferIndex = 200 }) })
            .ShouldBe(["subgraphs[0].tensors[1].buffer: tensor 'weights' has buffer 200, but the model has 2 buffers"]);

    [Fact]
    public void A_name_cannot_disturb_the_terminal()
    {
        var tensor = new TfliteTensor("\u001B[2J\n" + new string('x', 1000), [], TfliteTensorType.Int8, BufferIndex: 9);
        var line = Lines(new("", [tensor], [], [], [])).ShouldHaveSingleItem();
        line.ShouldBe(
            $"subgraphs[0].tensors[0].buffer: tensor '?[2J?{new string('x', 27)}...{new string('x', 32)}' has buffer 9, but the "
                + "model has 2 buffers"
        );
    }

    [Fact]
    public void An_operator_code_must_exist() =>
        Lines(Graph with { Operators = Replace(Graph.Operators, 0, Graph.Operators[0] with { OpcodeIndex = 2 }) })
            .ShouldBe(["subgraphs[0].operators[0].opcode_index: the operator has operator code 2, but the model has 2 operator codes"]);

    [Fact]
    public void Operands_must_exist_and_all_that_do_not_are_reported()
    {
        var op = Graph.Operators[0] with { Inputs = [0, 999, -2], Outputs = [-1], Intermediates = [-1, 4] };
        Lines(Graph with { Operators = Replace(Graph.Operators, 0, op) })
            .ShouldBe([
                "subgraphs[0].operators[0].inputs[1]: CONV_2D input 1 is tensor 999, but the graph has 4 tensors",
                "subgraphs[0].operators[0].inputs[2]: CONV_2D input 2 is tensor -2, but the graph has 4 tensors",
                "subgraphs[0].operators[0].outputs[0]: CONV_2D output 0 is tensor -1, but the graph has 4 tensors",
                "subgraphs[0].operators[0].intermediates[1]: CONV_2D intermediate 1 is tensor 4, but the graph has 4 tensors",
            ]);
    }

    [Fact]
    public void A_model_without_buffers_has_no_buffer_0()
    {
        var (ids, lines) = Models.Refusal(TfliteWriter.Write(Models.Small with { Buffers = [] }));
        ids.ShouldBe(["TE1006", "TE1006", "TE1006", "TE1006"]);
        lines[0].ShouldBe("subgraphs[0].tensors[0].buffer: tensor 'in' has buffer 0, but the model has 0 buffers");
    }

    [Fact]
    public void Every_subgraph_is_checked()
    {
        var (_, lines) = Models.Refusal(TfliteWriter.Write(Models.Small with { Subgraphs = [Graph, Graph with { Inputs = [7] }] }));
        lines.ShouldBe(["subgraphs[1].inputs[0]: the graph's input 0 is tensor 7, but the graph has 4 tensors"]);
    }

    [Fact]
    public void Many_wrong_indices_end_at_the_limit_of_diagnostics()
    {
        var wrong = Graph with { Inputs = [.. Enumerable.Range(4, 50_000)] };
        var (_, bag) = Models.Read(TfliteWriter.Write(Models.Small with { Subgraphs = [wrong] }));
        (bag.Items.Length, bag.ErrorCount).ShouldBe((100, 101));
    }
}
