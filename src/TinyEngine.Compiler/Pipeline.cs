using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler;

/// <summary>The whole story on one screen: from a model file's bytes to C.</summary>
public static class Pipeline
{
    /// <summary>Reads a model and builds its graph.</summary>
    /// <param name="file">The file's bytes; weights stay in them.</param>
    /// <param name="fileName">Name for messages.</param>
    /// <param name="bag">Receives everything that is wrong or unsupported.</param>
    /// <returns>The graph, or null when <paramref name="bag"/> received errors.</returns>
    public static Graph.Graph? Import(ReadOnlyMemory<byte> file, string fileName, DiagnosticBag bag) =>
        TfliteReader.Read(file, fileName, bag) is { } model && !bag.HasErrors ? TfliteImporter.Import(model, fileName, bag) : null;
}
