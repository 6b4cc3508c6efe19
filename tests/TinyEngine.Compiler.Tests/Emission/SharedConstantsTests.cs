using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Emission;

/// <summary>Layers that share their weights, as unrolled recurrent networks do, share the arrays in flash; others do not.</summary>
public class SharedConstantsTests
{
    private const int Width = 8;
    private static readonly TensorType Row = new(DType.Int8, [1, Width], QuantParams.PerTensor(0.05f, 3));

    [Fact]
    public void Equal_layers_have_one_array_of_weights_of_factors_and_of_each_table()
    {
        var model = Model(Row, Row);
        model.Constants.Count(constant => constant.Kind == ConstantKind.Weights).ShouldBe(1);
        model.Constants.Count(constant => constant.Array.CType == "te_requant").ShouldBe(1);
        model.Constants.Count(constant => constant.ByteSize == 256).ShouldBe(1);
        model.ConstantBytes.ShouldBe((Width * Width) + (3 * sizeof(int) * Width) + 256);
    }

    [Fact]
    public void Another_scale_has_its_own_factors_and_the_same_weights()
    {
        var model = Model(Row, Row with { Quant = QuantParams.PerTensor(0.07f, 3) });
        model.Constants.Count(constant => constant.Kind == ConstantKind.Weights).ShouldBe(1);
        model.Constants.Count(constant => constant.Array.CType == "te_requant").ShouldBe(2);
        model.Constants.Count(constant => constant.ByteSize == 256).ShouldBe(1);
    }

    [Fact]
    public void The_generated_code_names_an_array_once_and_reads_it_twice()
    {
        var sources = CSources.Emit(Plan(Row, Row), "net", "1");
        (sources.Files["net_weights.c"].Split("int8_t net_w_").Length - 1).ShouldBe(1);
        (sources.Files["net.c"].Split(".weights = net_w_").Length - 1).ShouldBe(2);
    }

    private static CModel Model(TensorType first, TensorType second) => new(Plan(first, second), "net");

    /// <summary>A layer and a function, twice, with the same weights and biases.</summary>
    private static MemoryPlan Plan(TensorType first, TensorType second)
    {
        var random = new Random(5);
        var builder = new GraphBuilder("shared");
        var weights = builder.Constant(
            "weights",
            new TensorType(DType.Int8, [Width, Width], QuantParams.PerTensor(0.02f, 0)),
            (ReadOnlySpan<sbyte>)[.. Enumerable.Range(0, Width * Width).Select(_ => (sbyte)random.Next(-127, 128))]
        );
        var bias = builder.Constant<int>("bias", new TensorType(DType.Int32, [Width], QuantParams.None), [1, 2, 3, 4, 5, 6, 7, 8]);
        foreach (var type in new[] { first, second })
        {
            var x = builder.Input("x", type);
            var y = builder.Node(new FullyConnected(false, Clamp.Full(DType.Int8)), [x, weights, bias], Row, "y");
            builder.Output(builder.Node(new Logistic(), [y], Row with { Quant = QuantParams.PerTensor(1f / 256, -128) }, "z"));
        }

        var graph = builder.Build();
        return MemoryPlanner.Plan(LayerScheduler.Build(graph, Target.CortexM7, "shared", new DiagnosticBag()).ShouldNotBeNull());
    }
}
