using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Toolchain.Tools;

/// <summary>Where to look for tools: a list of folders, normally those of the environment variable PATH.</summary>
/// <param name="Folders">Folders to search, in order.</param>
public sealed record Toolset(IReadOnlyList<string> Folders)
{
    /// <summary>The tools on the PATH of this process.</summary>
    public static Toolset FromEnvironment() => FromPath(Environment.GetEnvironmentVariable("PATH") ?? "");

    /// <summary>The tools in the folders of a PATH-like list.</summary>
    public static Toolset FromPath(string path) =>
        new(path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>Full path of a tool, or null.</summary>
    internal string? Find(Tool tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        return tool.Names.Select(FindProgram).FirstOrDefault(p => p is not null);
    }

    /// <summary>Full path of a tool; a missing one is reported with the package that holds it.</summary>
    internal string? Require(Tool tool, DiagnosticBag bag)
    {
        if (Find(tool) is { } found)
            return found;
        var names = string.Join(", ", tool.Names);
        bag.Add(
            tool.Missing,
            Place.None,
            $"{names} {(tool.Names.Count == 1 ? "was" : "were")} not found on the PATH",
            $"it is needed to {tool.Purpose}",
            $"install it, on Debian or Ubuntu: sudo apt-get install {tool.Package}"
        );
        return null;
    }

    private string? FindProgram(string name)
    {
        var fileName = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return Folders.Select(folder => Path.Combine(Path.GetFullPath(folder), fileName)).FirstOrDefault(IsProgram);
    }

    private static bool IsProgram(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyoneExecutes) != 0);

    private const UnixFileMode AnyoneExecutes = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
}
