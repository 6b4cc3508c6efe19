namespace TinyEngine.Cli.Tests.Support;

/// <summary>A small network of the conformance data with its samples.</summary>
/// <param name="folder">Folder below tests/conformance.</param>
internal sealed class ModelFolder(string folder)
{
    /// <summary>A convolution, a depthwise and a pointwise one, average pooling, a classifier.</summary>
    public static ModelFolder TinyMobilenet { get; } = new("GRAPH/tiny_mobilenet");

    /// <summary>Where its files are.</summary>
    public string Folder { get; } = Repository.File("tests/conformance", folder);

    /// <summary>The model file.</summary>
    public string Model => this["model.tflite"];

    /// <summary>A file of the folder.</summary>
    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>Input files of sample 0.</summary>
    public string[] Inputs => [.. Enumerable.Range(0, 9).Select(i => this[$"in0_{i}.bin"]).Where(File.Exists)];

    /// <summary>Output files of sample 0.</summary>
    public string[] Outputs => [.. Enumerable.Range(0, 9).Select(i => this[$"out0_{i}.bin"]).Where(File.Exists)];
}

/// <summary>The public networks, which are not part of the repository: in the folder of the variable TINYENGINE_MODELS, or beside the
/// checkout.</summary>
internal static class PublicModels
{
    private static string Folder { get; } =
        Environment.GetEnvironmentVariable("TINYENGINE_MODELS") is { Length: > 0 } folder
            ? folder
            : Path.GetFullPath(Repository.File("../shared/models"));

    /// <summary>Why they cannot be used; null when they can.</summary>
    public static string? Missing => Directory.Exists(Folder) ? null : $"no public networks in {Folder}; set TINYENGINE_MODELS";

    /// <summary>Names of those that can be compiled.</summary>
    public static IEnumerable<string> Names =>
        Missing is null
            ? Directory
                .GetDirectories(Folder)
                .Where(path => File.Exists(Path.Combine(path, "model.tflite")))
                .Select(path => Path.GetFileName(path))
                .Where(name => name != "keyword_scrambled_8bit")
                .Order(StringComparer.Ordinal)
            : ["none"];

    /// <summary>A file of one.</summary>
    public static string PathOf(string name, string file) => Path.Combine(Folder, name, file);
}
