using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Fuzz;

/// <summary>A valid model that mutants are made of.</summary>
/// <param name="Name">Where it comes from.</param>
/// <param name="File">Its bytes.</param>
/// <param name="Model">Its records.</param>
internal sealed record Origin(string Name, byte[] File, TfliteModel Model);

/// <summary>The valid models: every conformance case and our own networks, in a fixed order.</summary>
internal static class Corpus
{
    /// <summary>Larger files take longer without showing more.</summary>
    private const int MaximumBytes = 64 << 10;

    /// <summary>Reads the corpus.</summary>
    /// <param name="conformance">A folder with conformance cases.</param>
    /// <exception cref="InvalidOperationException">A model of the corpus is not valid.</exception>
    public static ImmutableArray<Origin> Read(string conformance)
    {
        var files = Directory.GetFiles(conformance, "model.tflite", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        var cases = files.Select(path => Open(Path.GetRelativePath(conformance, Path.GetDirectoryName(path)!), File.ReadAllBytes(path)));
        var networks = TestNetworks
            .All.Select(network => Export(network.Build()))
            .Concat(OperatorNetworks.Names.Select(name => Export(OperatorNetworks.Build(name))));
        return [.. cases.Concat(networks.OfType<Origin>()).Where(origin => origin.File.Length <= MaximumBytes)];
    }

    private static Origin? Export(Graph.Network graph)
    {
        var bag = new DiagnosticBag();
        return TfliteExporter.Export(graph, bag) is { } file ? Open(graph.Name, file) : null;
    }

    private static Origin Open(string name, byte[] file)
    {
        var bag = new DiagnosticBag();
        return new Origin(
            name,
            file,
            TfliteReader.Read(file, name, bag) ?? throw new InvalidOperationException($"{name}: {string.Join('\n', bag.Items)}")
        );
    }
}
