using System.Reflection;

namespace TinyEngine.Toolchain.Building;

/// <summary>The C files of the harness and the boards, unpacked from the assembly into a folder.</summary>
internal sealed class EmbeddedFiles
{
    private readonly string _root;

    /// <summary>Unpacks all of them.</summary>
    public EmbeddedFiles(string root)
    {
        _root = root;
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames())
        {
            // MSBuild writes the separators of the machine that built the assembly.
            var path = Path.Combine([root, .. name.Split('/', '\\')]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var source = assembly.GetManifestResourceStream(name)!;
            using var target = File.Create(path);
            source.CopyTo(target);
        }
    }

    /// <summary>Folder of the harness.</summary>
    public string Harness => Path.Combine(_root, "harness");

    /// <summary>Folder of what all boards share.</summary>
    public string CommonPort => Path.Combine(_root, "ports", "common");

    /// <summary>A file of the harness.</summary>
    public string HarnessFile(string name) => Path.Combine(Harness, name);

    /// <summary>The linker script of a board.</summary>
    public string LinkerScript(string machine) => Path.Combine(_root, "ports", machine, "link.ld");
}
