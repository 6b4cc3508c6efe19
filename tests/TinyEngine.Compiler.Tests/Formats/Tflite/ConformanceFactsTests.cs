using System.Text.Json;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Formats.Tflite;

/// <summary>What we read from the conformance models against what their makers wrote down about them in cases.json.</summary>
public class ConformanceFactsTests
{
    [Fact]
    public void Operators_shapes_types_and_quantization_are_as_documented()
    {
        using var cases = JsonDocument.Parse(TestFiles.Read("conformance/cases.json"));
        cases.RootElement.GetArrayLength().ShouldBe(667);
        foreach (var @case in cases.RootElement.EnumerateArray())
        {
            var path = @case.GetProperty("path").GetString()!;
            var model = Models.ReadSound(TestFiles.Read($"conformance/{path}/model.tflite"));
            var graph = model.Subgraphs[0];
            graph
                .Operators.Items.Select(op => model.CodeOf(op).Code.SchemaName())
                .Distinct()
                .Order()
                .ShouldBe(@case.GetProperty("builtins").EnumerateArray().Select(b => b.GetString()!).Distinct().Order(), path);
            Facts(graph, graph.Inputs).ShouldBe(@case.GetProperty("inputs").EnumerateArray().Select(Fact), path);
            Facts(graph, graph.Outputs).ShouldBe(@case.GetProperty("outputs").EnumerateArray().Select(Fact), path);
        }
    }

    private sealed record TensorFact(EquatableArray<int> Shape, string Type, float Scale, long ZeroPoint);

    private static IEnumerable<TensorFact> Facts(TfliteSubgraph graph, EquatableArray<int> indices) =>
        indices.Items.Select(i => Fact(graph.Tensors[i]));

    private static TensorFact Fact(TfliteTensor tensor)
    {
        var scales = tensor.Quantization?.Scales ?? [];
        var zeroPoints = tensor.Quantization?.ZeroPoints ?? [];
        return new(
            tensor.Shape,
            tensor.Type.ToString().ToLowerInvariant(),
            scales.Count > 0 ? scales[0] : 0,
            zeroPoints.Count > 0 ? zeroPoints[0] : 0
        );
    }

    private static TensorFact Fact(JsonElement tensor) =>
        new(
            [.. tensor.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32())],
            tensor.GetProperty("dtype").GetString()!,
            tensor.GetProperty("scale").GetSingle(),
            tensor.GetProperty("zero_point").GetInt64()
        );
}
