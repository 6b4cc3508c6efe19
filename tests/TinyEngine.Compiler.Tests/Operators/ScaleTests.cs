using System.Globalization;
using System.Security.Cryptography;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Operators;

/// <summary>Operators with fixed-point tables and multipliers between scales from 1e-8 to 1e5, on both sides of each limit, against what
/// the reference's own kernels computed (tests/vectors/README.md tells how).</summary>
public class ScaleTests
{
    /// <summary>Folder that receives the models for the reference, or that holds its results (RESULTS).</summary>
    private const string ModelsVariable = "TINYENGINE_SCALE_MODELS",
        ResultsVariable = "TINYENGINE_SCALE_RESULTS";

    public static TheoryData<string> Names => [.. ScaleCases.Operators.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_scale_gives_the_reference_bytes(string name)
    {
        if (Renew(name))
            return;
        var expected = File.ReadLines(Expectations(name)).Where(line => !line.StartsWith('#')).Select(Parse).ToDictionary();
        var wrong = new List<string>();
        var computed = 0;
        foreach (var example in ScaleCases.Of(name).Distinct())
        {
            if (example.Build() is not { } network)
                continue;
            computed++;
            var outputs = new Interpreter.Interpreter(network).Run(ScaleCase.Inputs(network));
            if (!expected.TryGetValue(Key(example), out var hash) || Hash(outputs[0]) != hash)
                wrong.Add($"{name} from scale {example.Input:G9} to {example.Output:G9}");
        }

        wrong.ShouldBeEmpty();
        // What the compiler refuses has no result to compare: no more may be refused than today.
        computed.ShouldBe(expected.Count);
    }

    private static string Expectations(string name) => Repository.File("tests", "vectors", "scales", $"{name}.txt");

    private static string Key(ScaleCase example) => string.Create(CultureInfo.InvariantCulture, $"{example.Input:G9} {example.Output:G9}");

    private static KeyValuePair<string, string> Parse(string line) =>
        line.LastIndexOf(' ') is var end ? new(line[..end], line[(end + 1)..]) : default;

    private static string Hash(byte[] output) => Convert.ToHexStringLower(SHA256.HashData(output))[..12];

    /// <summary>With one of the two variables: writes the models for the reference, or what it computed.</summary>
    private static bool Renew(string name)
    {
        if (Environment.GetEnvironmentVariable(ModelsVariable) is { Length: > 0 } models)
        {
            foreach (var (example, network, index) in Built(name))
            {
                var folder = Directory.CreateDirectory(Path.Combine(models, $"{name}.{index}")).FullName;
                File.WriteAllBytes(Path.Combine(folder, "model.tflite"), TfliteExporter.Export(network, new DiagnosticBag())!);
                foreach (var (input, bytes) in ScaleCase.Inputs(network).Index())
                    File.WriteAllBytes(Path.Combine(folder, $"in{input}.bin"), bytes);
            }

            return true;
        }

        if (Environment.GetEnvironmentVariable(ResultsVariable) is not { Length: > 0 } results)
            return false;
        File.WriteAllLines(
            Expectations(name),
            Built(name)
                .Select(item => (item.Case, Output: Path.Combine(results, $"{name}.{item.Index}", "out0.bin")))
                .Where(item => File.Exists(item.Output))
                .Select(item => $"{Key(item.Case)} {Hash(File.ReadAllBytes(item.Output))}")
                .Distinct()
        );
        return true;
    }

    private static IEnumerable<(ScaleCase Case, Graph.Network Network, int Index)> Built(string name) =>
        ScaleCases
            .Of(name)
            .Select((example, index) => (example, Network: example.Build(), index))
            .Where(item => item.Network is not null)
            .Select(item => (item.example, item.Network!, item.index));
}
