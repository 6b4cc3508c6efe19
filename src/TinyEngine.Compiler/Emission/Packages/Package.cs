using System.Collections.Immutable;

namespace TinyEngine.Compiler.Emission.Packages;

/// <summary>What a package is made of.</summary>
/// <param name="Library">The generated files; with self-tests, unless the package is <see cref="PlainPackage"/>.</param>
/// <param name="Version">Version of this tool, three numbers: also the version of the package.</param>
internal sealed record PackageSubject(CLibrary Library, string Version)
{
    /// <summary>What build systems call it.</summary>
    public string Name => Library.Name;

    /// <summary>The same for macros and options.</summary>
    public string Macro => Name.ToUpperInvariant();

    /// <summary>Names of the networks.</summary>
    public ImmutableArray<string> Networks => [.. Library.Networks.Select(network => network.Name)];

    /// <summary>The networks, for people.</summary>
    public string Content =>
        Networks is [var only] ? $"quantized neural network {only}" : $"quantized neural networks {string.Join(", ", Networks)}";

    /// <summary>The public headers, each between two marks.</summary>
    public string Headers(char mark) => ProjectWriter.Headers(Networks, mark);

    /// <summary>C files and headers below a folder.</summary>
    public IEnumerable<KeyValuePair<string, string>> CodeIn(string folder) =>
        Library
            .Files.Where(file => file.Key.EndsWith(".c", StringComparison.Ordinal) || file.Key.EndsWith(".h", StringComparison.Ordinal))
            .Select(file => KeyValuePair.Create(folder + file.Key, file.Value));

    /// <summary>Names of the C files, each after a prefix.</summary>
    public IEnumerable<string> SourceNames(string prefix) =>
        Library.Files.Keys.Where(file => file.EndsWith(".c", StringComparison.Ordinal)).Select(file => prefix + file);
}

/// <summary>A folder in the form that a build system accepts as a library of its own. One class per kind.</summary>
internal abstract class Package
{
    /// <summary>Every kind, the simplest first.</summary>
    public static ImmutableArray<Package> All { get; } =
    [new PlainPackage(), new CMakePackage(), new ZephyrPackage(), new EspIdfPackage(), new ArduinoPackage(), new PlatformIoPackage()];

    /// <summary>Name on the command line.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether it holds an example, which needs a sample.</summary>
    public virtual bool HasExample => true;

    /// <summary>The files of the folder, by their paths with '/'.</summary>
    public ImmutableSortedDictionary<string, string> Files(PackageSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var files = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        files["LICENSE"] = Licence;
        Fill(files, subject);
        return files.ToImmutable();
    }

    /// <summary>The package of a kind, or null.</summary>
    public static Package? Find(string kind) => All.FirstOrDefault(package => package.Kind == kind);

    /// <summary>Adds the files.</summary>
    private protected abstract void Fill(IDictionary<string, string> files, PackageSubject subject);

    private static string Licence
    {
        get
        {
            using var stream = typeof(Package).Assembly.GetManifestResourceStream("LICENSE")!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }
}
