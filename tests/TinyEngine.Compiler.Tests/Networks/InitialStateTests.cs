using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Networks;

/// <summary>Variables that start from bytes of their own.</summary>
public class InitialStateTests
{
    private static readonly byte[][] Inputs =
    [
        [.. Enumerable.Range(0, 21).Select(i => (byte)(i * 37))],
    ];

    [Fact]
    public void The_interpreter_starts_from_them_again_after_a_reset()
    {
        var interpreter = new Compiler.Interpreter.Interpreter(OperatorNetworks.WithInitialState());
        var first = interpreter.Run(Inputs)[0];
        interpreter.Run(Inputs);
        interpreter.Reset();
        interpreter.Run(Inputs)[0].ShouldBe(first);
        new Compiler.Interpreter.Interpreter(OperatorNetworks.Build("recurrent")).Run(Inputs)[0].ShouldNotBe(first);
    }

    [Fact]
    public void A_pass_and_a_plan_keep_them_and_only_states_of_different_bytes_take_flash()
    {
        var (bag, options) = (new DiagnosticBag(), new CompileOptions("net"));
        var graph = Pipeline.Optimize(OperatorNetworks.WithInitialState());
        var files = Pipeline.Emit(Pipeline.Plan(graph, options, "net", bag)!, options).Files;
        var variables = graph.Values.Where(value => value.Kind == ValueKind.Variable).ToList();
        variables.Count.ShouldBe(3);
        foreach (var value in variables)
            files["net_weights.c"].Contains($" net_t_initial_{value.Id.Index}[").ShouldBe(value.Name != "output");
        files["net.c"].ShouldContain("= (uint8_t)7;");
    }

    [Fact]
    public void Their_number_is_that_of_the_type() =>
        Should
            .Throw<ArgumentException>(() =>
                new GraphBuilder("net").Variable("state", new TensorType(DType.Int16, [3], QuantParams.None), new byte[5])
            )
            .Message.ShouldStartWith("'state' starts from 5 bytes");

    [Fact]
    public void TFLite_cannot_store_them()
    {
        var bag = new DiagnosticBag();
        TfliteExporter.Export(OperatorNetworks.WithInitialState(), bag).ShouldBeNull();
        bag.Items.ShouldAllBe(item => item.Id == "TE5007");
        bag.Items.Select(item => item.Place.Detail).ShouldBe(["'output'", "'cell'", "'memory'"], ignoreOrder: true);
    }
}
