using System.Collections.Immutable;
using System.Security.Cryptography;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Networks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Networks;

/// <summary>The networks that the project builds itself: always the same, live in every layer, and as cheap as promised.</summary>
public class NetworkTests
{
    private const string HashFile = "TinyEngine.Compiler.Tests/Networks/hashes.txt";

    private static readonly ImmutableArray<string> AllNames = [DemoNetwork.Name, .. TestNetworks.All.Select(network => network.Name)];

    public static TheoryData<string> Names => [.. AllNames];

    [Fact]
    public void Files_have_always_the_same_bytes()
    {
        var hashes = string.Concat(
            AllNames.Select(name => $"{Convert.ToHexStringLower(SHA256.HashData(Export(Build(name))))[..16]} {name}\n")
        );
        hashes.ShouldBe(
            System.Text.Encoding.UTF8.GetString(TestFiles.Read(HashFile)),
            $"a changed network changes every figure measured with it; when that is meant, put this into {HashFile}:\n{hashes}"
        );
    }

    [Fact]
    public void Two_builds_are_equal() => Export(DemoNetwork.Build()).ShouldBe(Export(DemoNetwork.Build()));

    [Theory]
    [MemberData(nameof(Names))]
    public void No_value_is_constant_or_saturated(string name)
    {
        var graph = Build(name);
        foreach (var (value, codes) in Values(graph))
        {
            var counts = codes.GroupBy(code => code).ToDictionary(group => group.Key, group => group.Count());
            var label =
                $"{value.Name} {value.Type}: {counts.Count} codes, {100 * counts.Values.Max() / codes.Length} % are "
                + $"{counts.MaxBy(pair => pair.Value).Key}";
            counts.Count.ShouldBeGreaterThanOrEqualTo(Math.Min(16, (codes.Length + 7) / 8), label);
            counts.Values.Max().ShouldBeLessThanOrEqualTo(Math.Max(1, codes.Length * 8 / 10), label);
            counts.GetValueOrDefault(sbyte.MaxValue).ShouldBeLessThanOrEqualTo(Math.Max(1, codes.Length * 3 / 10), label);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_depend_on_the_inputs(string name)
    {
        var graph = Build(name);
        var first = Interpret(graph, Inputs(graph, 1));
        var second = Interpret(graph, Inputs(graph, 2));
        for (var o = 0; o < first.Length; o++)
            first[o].ShouldNotBe(second[o], $"output {o}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Operations_stay_in_bounds(string name) =>
        Build(name).CountMacs().ShouldBeInRange(name == DemoNetwork.Name ? 2_000_000 : 0, name == DemoNetwork.Name ? 4_000_000 : 1_000_000);

    [Theory]
    [MemberData(nameof(Names))]
    public void Files_import_as_the_same_graph(string name)
    {
        var graph = Build(name);
        var bag = new DiagnosticBag();
        var imported = Pipeline.Import(Export(graph), $"{name}.tflite", bag);
        bag.Items.ShouldBeEmpty();
        CanonicalDump.Write(imported!).ShouldBe(CanonicalDump.Write(graph));
        Interpret(imported!, Inputs(graph, 3)).ShouldBe(Interpret(graph, Inputs(graph, 3)));
        Export(imported!).ShouldBe(Export(graph));
    }

    [Fact]
    public void An_operator_that_does_not_fit_is_refused_with_the_reason()
    {
        var net = new NetworkBuilder("wrong", 1);
        var (a, b) = (net.Input(4, 4, 3), net.Input(5, 4, 3));
        Should.Throw<ArgumentException>(() => net.Add(a, b)).Message.ShouldContain("cannot be broadcast");
    }

    private static Network Build(string name) =>
        name == DemoNetwork.Name ? DemoNetwork.Build() : TestNetworks.All.Single(network => network.Name == name).Build();

    private static byte[] Export(Network graph)
    {
        var bag = new DiagnosticBag();
        var file = TfliteExporter.Export(graph, bag);
        bag.Items.ShouldBeEmpty();
        return file!;
    }

    private static byte[][] Inputs(Network graph, ulong seed) =>
        [.. graph.Inputs.Select((id, i) => SyntheticInput.Bytes(graph[id].Type, (1000 * seed) + (ulong)i))];

    private static ImmutableArray<byte[]> Interpret(Network graph, byte[][] inputs) => new Interpreter.Interpreter(graph).Run(inputs);

    /// <summary>Everything that the nodes compute for an input that the network was not calibrated with.</summary>
    private static IEnumerable<(Value Value, sbyte[] Codes)> Values(Network graph)
    {
        var known = graph.Inputs.Zip(Inputs(graph, 1)).ToDictionary(pair => pair.First, pair => pair.Second);
        foreach (var node in graph.Nodes)
        {
            var result = graph[node.Outputs[0]];
            var bytes = known[result.Id] = new byte[result.Type.ByteSize];
            var operands = node
                .Inputs.Select(id => graph[id].IsConstant ? graph[id].Constant : new Tensor(graph[id].Type, known[id]))
                .ToImmutableArray();
            node.Op.Evaluate(new EvaluationContext(operands, [(result.Type, bytes)], Place.None));
            yield return (result, [.. bytes.Select(code => unchecked((sbyte)code))]);
        }
    }
}
