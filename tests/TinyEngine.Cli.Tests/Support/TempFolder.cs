namespace TinyEngine.Cli.Tests.Support;

/// <summary>A folder that disappears with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    /// <summary>Its path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("tinyengine-test-").FullName;

    /// <summary>A path inside it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Names of everything inside, hidden files too, in order.</summary>
    public IEnumerable<string> Names =>
        Directory
            .EnumerateFileSystemEntries(Path, "*", SearchOption.AllDirectories)
            .Select(name => System.IO.Path.GetRelativePath(Path, name))
            .Order(StringComparer.Ordinal);

    /// <summary>Makes a file.</summary>
    public string Write(string name, params byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
