using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.Packages;

/// <summary>One package of each kind, made once: of a small network called <c>net</c>, with SIMD kernels.</summary>
public sealed class PackageFixture : IDisposable
{
    public static readonly string[] Kinds = ["plain", "cmake", "zephyr", "esp-idf", "arduino", "platformio"];

    private readonly TempFolder _folder = new();

    public PackageFixture()
    {
        foreach (var kind in Kinds)
            Compile(kind, Path(kind));
    }

    /// <summary>Folder of a kind, or a path below it.</summary>
    public string Path(params string[] parts) => System.IO.Path.Combine([_folder.Path, .. parts]);

    /// <summary>Text of a file.</summary>
    public string Text(params string[] parts) => File.ReadAllText(Path(parts));

    /// <summary>C files of a kind.</summary>
    public string[] Sources(string kind) => Directory.GetFiles(Path(kind, "src"), "*.c");

    /// <summary>Files of a kind, by their paths with '/'.</summary>
    public List<string> Files(string kind) =>
        [
            .. Directory
                .GetFiles(Path(kind), "*", SearchOption.AllDirectories)
                .Select(file => System.IO.Path.GetRelativePath(Path(kind), file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Makes a package.</summary>
    internal static ToolResult Compile(string kind, string folder, params string[] more)
    {
        var result = Tool.Run([
            "compile",
            ModelFolder.TinyMobilenet.Model,
            "--output",
            folder,
            "--package",
            kind,
            "--name",
            "net",
            .. more,
        ]);
        result.Code.ShouldBe(0, result.Error);
        return result;
    }

    /// <summary>Runs a tool that must succeed.</summary>
    internal static string Run(string tool, params string[] arguments)
    {
        var result = Tool.StartProcess(tool, arguments);
        result.Code.ShouldBe(0, $"{tool} {string.Join(' ', arguments)}\n{result.Out}\n{result.Error}");
        return result.Out;
    }

    /// <summary>Runs a program on an emulated board; gives what it printed.</summary>
    internal static string Emulate(string machine, string program)
    {
        string[] off = ["-display", "none", "-monitor", "none", "-serial", "none", "-nic", "none"];
        string[] console = ["-chardev", "stdio,id=te", "-semihosting-config", "enable=on,target=native,chardev=te"];
        return Run("qemu-system-arm", ["-M", machine, .. off, .. console, "-kernel", program]).ReplaceLineEndings("\n");
    }

    public void Dispose() => _folder.Dispose();
}
