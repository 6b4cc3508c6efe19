using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Conformance.More;

/// <summary>Writes the models and inputs of <see cref="MoreCases"/> and lists them in <c>cases.json</c>. Outputs come from the reference,
/// as tests/conformance/more/README.md tells.</summary>
internal static class Generator
{
    /// <summary>Writes all cases.</summary>
    /// <param name="folder">The folder with <c>cases.json</c>.</param>
    public static void Write(string folder)
    {
        var list = Path.Combine(folder, "cases.json");
        var cases = JsonNode.Parse(File.ReadAllText(list))!.AsArray();
        for (var i = cases.Count - 1; i >= 0; i--)
        {
            if (cases[i]!["path"]!.GetValue<string>().StartsWith("more/", StringComparison.Ordinal))
                cases.RemoveAt(i);
        }

        foreach (var test in MoreCases.All)
            cases.Add(Write(test, Path.Combine(folder, test.Path)));
        var options = new JsonSerializerOptions
        {
            WriteIndented = true,
            IndentSize = 1,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        File.WriteAllText(list, cases.ToJsonString(options));
    }

    private static JsonObject Write(MoreCase test, string folder)
    {
        Directory.CreateDirectory(folder);
        var builder = new CaseBuilder($"{test.Op.ToLowerInvariant()}_{test.Name}");
        test.Build(builder);
        var network = builder.Network();
        var bag = new DiagnosticBag();
        if (TfliteExporter.ToModel(network, bag) is not { } model)
            throw new InvalidOperationException($"{test.Path}: {string.Join('\n', bag.Items)}");
        if (test.IsPacked)
            model = Pack(model);
        File.WriteAllBytes(Path.Combine(folder, "model.tflite"), TfliteWriter.Write(model));
        for (var sample = 0; sample < test.Samples; sample++)
        {
            foreach (var (i, bytes) in builder.Draw().Index())
                File.WriteAllBytes(Path.Combine(folder, $"in{sample}_{i}.bin"), bytes);
        }

        return new JsonObject
        {
            ["op"] = test.Op,
            ["name"] = test.Name,
            ["path"] = test.Path,
            ["samples"] = test.Samples,
            ["sequence"] = test.Sequence,
            ["builtins"] = new JsonArray([.. model.OperatorCodes.Items.Select(code => (JsonNode)(code.Code.SchemaName()))]),
            ["inputs"] = Tensors(network, network.Inputs),
            ["outputs"] = Tensors(network, network.Outputs),
            ["tolerance"] = test.Tolerance,
            ["note"] = "made by TinyEngine.Conformance generate",
        };
    }

    /// <summary>The model with its int8 constants in 4 bits, the first of two in the lower half of a byte.</summary>
    private static TfliteModel Pack(TfliteModel model)
    {
        var buffers = model.Buffers.Items.ToList();
        var graph = model.Subgraphs[0];
        var tensors = graph.Tensors.Items.Select(tensor =>
        {
            var data = model.DataOf(tensor).ToArray();
            if (data.Length == 0 || tensor.Type != TfliteTensorType.Int8)
                return tensor;
            buffers[tensor.BufferIndex] = new TfliteBuffer(
                data.Chunk(2).Select(pair => (byte)((pair[0] & 15) | (pair[^1] << 4))).ToArray()
            );
            return tensor with { Type = TfliteTensorType.Int4 };
        });
        return model with { Subgraphs = [graph with { Tensors = [.. tensors] }], Buffers = [.. buffers] };
    }

    private static JsonArray Tensors(Network network, IEnumerable<ValueId> ids) =>
        [
            .. ids.Select(id => network[id].Type)
                .Select(type => new JsonObject
                {
                    ["shape"] = new JsonArray([.. type.Shape.Sizes.Select(size => (JsonNode)size)]),
                    ["dtype"] = type.DType.Name(),
                    ["scale"] = type.Quant.IsQuantized ? type.Quant.Scale : 0f,
                    ["zero_point"] = type.Quant.IsQuantized ? type.Quant.ZeroPoint : 0,
                }),
        ];
}
