using System.Diagnostics;

namespace TinyEngine.Cli.Tests.Support;

/// <summary>What a run of the tool gave back.</summary>
internal sealed record ToolResult(int Code, string Out, string Error);

/// <summary>Runs the tool: in this process, which is fast, or as a real one, where the process itself is what a test is about.</summary>
internal static class Tool
{
    /// <summary>Runs the tool in this process.</summary>
    public static ToolResult Run(params string[] arguments) => Run(TerminalStyle.Redirected, arguments);

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
        StartProcess("dotnet", [typeof(CommandLine).Assembly.Location, .. arguments], folder, environment);

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
