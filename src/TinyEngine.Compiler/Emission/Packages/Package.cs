using System.Collections.Immutable;

namespace TinyEngine.Compiler.Emission.Packages;

/// <summary>What a package is made of.</summary>
/// <param name="Sources">The generated files; with a self-test, unless the package is <see cref="PlainPackage"/>.</param>
/// <param name="Version">Version of this tool, three numbers: also the version of the package.</param>
internal sealed record PackageSubject(CSources Sources, string Version)
{
    /// <summary>Prefix of the network's names.</summary>
    public string Name => Sources.Name;

    /// <summary>The same for macros and options.</summary>
    public string Macro => Name.ToUpperInvariant();

    /// <summary>Name of the network in the model, as text that cannot end a line or a string.</summary>
    public string Title => HeaderWriter.Comment(Sources.Plan.Schedule.Graph.Name).Replace('"', '\'');

    /// <summary>C files and headers below a folder.</summary>
    public IEnumerable<KeyValuePair<string, string>> CodeIn(string folder) =>
        Sources
            .Files.Where(file => file.Key.EndsWith(".c", StringComparison.Ordinal) || file.Key.EndsWith(".h", StringComparison.Ordinal))
            .Select(file => KeyValuePair.Create(folder + file.Key, file.Value));

    /// <summary>Names of the C files, each after a prefix.</summary>
    public IEnumerable<string> SourceNames(string prefix) =>
        Sources.Files.Keys.Where(file => file.EndsWith(".c", StringComparison.Ordinal)).Select(file => prefix + file);
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
