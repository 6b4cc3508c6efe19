using System.Diagnostics;

namespace TinyEngine.Cli.Tests.Support;

/// <summary>What a run of the tool gave back.</summary>
internal sealed record ToolResult(int Code, string Out, string Error);

/// <summary>
/// Runs the tool: in this process, which is fast, or as a real one, where the process itself is what a test is about. TINYENGINE_TOOL names
/// an executable to use for both, for example the native one that eng/tool.sh builds.
/// </summary>
internal static class Tool
{
    private static readonly string? Executable = Environment.GetEnvironmentVariable("TINYENGINE_TOOL") is { Length: > 0 } path
        ? Path.GetFullPath(path)
        : null;

    /// <summary>Runs the tool in this process.</summary>
    public static ToolResult Run(params string[] arguments) =>
        Executable is null ? Run(TerminalStyle.Redirected, arguments) : StartProcess(Executable, arguments, Environment.CurrentDirectory);

    /// <summary>Runs the tool in this process before a terminal of some kind.</summary>
    public static ToolResult Run(TerminalStyle style, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = CommandLine.Run(arguments, new Terminal(output, error, style));
        return new ToolResult((int)code, output.ToString(), error.ToString());
    }

    /// <summary>Runs the built tool as a process.</summary>
    public static ToolResult Start(string[] arguments, string? folder = null, params (string Name, string Value)[] environment) =>
        Executable is null
            ? StartProcess("dotnet", [typeof(CommandLine).Assembly.Location, .. arguments], folder, environment)
            : StartProcess(Executable, arguments, folder, environment);

    /// <summary>Runs any process to its end.</summary>
    public static ToolResult StartProcess(
        string file,
        string[] arguments,
        string? folder = null,
        params (string Name, string Value)[] environment
    )
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ToolResult(process.ExitCode, output, error.Result);
    }
}
