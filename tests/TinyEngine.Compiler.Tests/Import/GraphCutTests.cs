using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Import;

/// <summary>Graphs that begin and end at tensors that the user names.</summary>
public class GraphCutTests
{
    private static readonly TensorType Row = new(DType.Int8, [1, 8], QuantParams.PerTensor(1f / 256, -128));

    [Fact]
    public void The_graph_ends_where_it_is_told_to()
    {
        var graph = Import(new ImportOptions { Outputs = ["second", "first"] }, out _).ShouldNotBeNull();
        graph.Nodes.Select(node => node.Name).ShouldBe(["first", "second"]);
        graph.Outputs.Select(id => graph[id].Name).ShouldBe(["second", "first"]);
        graph.Inputs.Select(id => graph[id].Name).ShouldBe(["x"]);
    }

    [Fact]
    public void The_graph_begins_where_it_is_told_to()
    {
        var graph = Import(new ImportOptions { Inputs = ["first"] }, out _).ShouldNotBeNull();
        graph.Inputs.Select(id => graph[id].Name).ShouldBe(["first"]);
        graph.Nodes.Select(node => node.Name).ShouldBe(["second", "third"]);
        graph.Nodes[0].SourceIndex.ShouldBe(1, "operators keep their numbers");
    }

    [Fact]
    public void What_lies_behind_the_cut_is_not_judged()
    {
        var damaged =
            Model() is var model && model.OperatorCodes.Count > 0
                ? model with
                {
                    Subgraphs =
                    [
                        model.Subgraphs[0] with
                        {
                            Operators = new(model.Subgraphs[0].Operators.Items.SetItem(2, Foreign(model))),
                        },
                    ],
                }
                : model;
        Import(damaged, ImportOptions.Whole, out var bag).ShouldBeNull();
        bag.HasErrors.ShouldBeTrue();
        Import(damaged, new ImportOptions { Outputs = ["second"] }, out _).ShouldNotBeNull().Nodes.Length.ShouldBe(2);

        // Three operands for a function of one.
        static TfliteOperator Foreign(TfliteModel model) =>
            model.Subgraphs[0].Operators[2] with
            {
                Inputs = [.. Enumerable.Repeat(model.Subgraphs[0].Operators[2].Inputs[0], 3)],
            };
    }

    [Fact]
    public void What_the_outputs_need_must_be_among_the_inputs()
    {
        Import(new ImportOptions { Inputs = ["third"], Outputs = ["second"] }, out var bag).ShouldBeNull();
        string.Join('\n', bag.Items).ShouldContain("error TE2001: ");
    }

    [Fact]
    public void A_name_that_no_tensor_has()
    {
        Import(new ImportOptions { Inputs = ["ir"], Outputs = ["nothing"] }, out var bag).ShouldBeNull();
        string.Join('\n', bag.Items)
            .ShouldBe(
                """
                net.tflite: error TE1040: --inputs: the graph has no tensor 'ir'
                    why: there are 'first', 'third'
                    try: take a name from 'tinyengine inspect MODEL --json', which lists what operators read and write
                    see: docs/reference/diagnostics/TE1040.md
                net.tflite: error TE1040: --outputs: the graph has no tensor 'nothing'
                    why: none of its 4 tensors has that in its name
                    try: take a name from 'tinyengine inspect MODEL --json', which lists what operators read and write
                    see: docs/reference/diagnostics/TE1040.md
                """
            );
    }

    /// <summary>Three functions, one behind the other.</summary>
    private static TfliteModel Model()
    {
        var builder = new GraphBuilder("net");
        var x = builder.Input("x", Row);
        foreach (var name in new[] { "first", "second", "third" })
            x = builder.Node(new Logistic(), [x], Row, name);
        builder.Output(x);
        return TfliteExporter.ToModel(builder.Build(), new DiagnosticBag()).ShouldNotBeNull();
    }

    private static Network? Import(ImportOptions options, out DiagnosticBag bag) => Import(Model(), options, out bag);

    private static Network? Import(TfliteModel model, ImportOptions options, out DiagnosticBag bag)
    {
        bag = new DiagnosticBag();
        return Pipeline.Import(TfliteWriter.Write(model), "net.tflite", bag, options);
    }
}
