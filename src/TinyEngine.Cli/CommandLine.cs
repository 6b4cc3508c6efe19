using System.CommandLine;
using System.Reflection;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli;

/// <summary>From arguments to an exit code: parses, finds the verb, and catches what nobody else may let through.</summary>
internal static class CommandLine
{
    /// <summary>Version of the tool, for people: the commit stays out of it.</summary>
    public static string Version { get; } =
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "unknown";

    /// <summary>Runs the tool.</summary>
    public static ExitCode Run(IReadOnlyList<string> arguments, Terminal terminal)
    {
        try
        {
            var code = Dispatch(arguments, terminal);
            terminal.Out.Flush();
            return code;
        }
        catch (IOException exception) when (exception.StackTrace?.Contains(nameof(StreamWriter), StringComparison.Ordinal) == true)
        {
            terminal.WriteDiagnostic(
                new Diagnostic(Diag.OutputNotWritable, new Place("standard output"), $"the result cannot be written: {exception.Message}")
            );
            return ExitCode.Diagnostics;
        }
    }

    /// <summary>The whole grammar: verbs, arguments, options.</summary>
    public static Command Root { get; } = CreateRoot();

    private static Command CreateRoot()
    {
        var root = new Command("tinyengine", "Quantized .tflite networks to C for microcontrollers.")
        {
            CommonOptions.Help,
            CommonOptions.Version,
            CommonOptions.Verbose,
        };
        foreach (var verb in VerbTable.All)
            root.Add(verb);
        return root;
    }

    /// <summary>Parses without running.</summary>
    public static ParseResult Parse(IReadOnlyList<string> arguments) =>
        Root.Parse(arguments, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });

    private static ExitCode Dispatch(IReadOnlyList<string> arguments, Terminal terminal)
    {
        var parse = Parse(arguments);
        var verb = parse.CommandResult.Command as Verb;
        if (parse.GetResult(CommonOptions.Help) is { Implicit: false })
            return HelpPage.Write(terminal, verb);
        if (arguments is ["--version"])
        {
            terminal.Out.WriteLine($"tinyengine {Version}");
            return ExitCode.Done;
        }

        if (arguments.Count == 0)
            return HelpPage.Write(terminal, null);
        if (UsageError.Find(parse, verb) is { } error)
            return error.Write(terminal);

        using var call = new Invocation(parse, terminal);
        return Guard(verb!, call);
    }

    /// <summary>Runs a verb; an exception that escapes it becomes a message and an exit code.</summary>
    internal static ExitCode Guard(Verb verb, Invocation call)
    {
        try
        {
            return verb.Invoke(call);
        }
        catch (OperationCanceledException) when (call.Cancellation.IsCancellationRequested)
        {
            call.Terminal.Error.WriteLine("tinyengine: interrupted");
            return ExitCode.Interrupted;
        }
#pragma warning disable CA1031 // The last line of defence: whatever arrives here is a bug of ours and is reported as one.
        catch (Exception exception) when (!IsOutputError(exception))
#pragma warning restore CA1031
        {
            return Fail(call, verb.Name, exception);
        }
    }

    private static bool IsOutputError(Exception exception) =>
        exception is IOException && exception.StackTrace?.Contains(nameof(StreamWriter), StringComparison.Ordinal) == true;

    private static ExitCode Fail(Invocation call, string command, Exception exception)
    {
        call.Diagnostics.Add(
            Diag.InternalError,
            Place.None,
            $"'{command}' failed with {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}",
            "this is a bug in TinyEngine, not in your model",
            $"open an issue with the command, the version ({Version}), the output of the command with --verbose and, if you may "
                + "share it, the model"
        );
        call.Terminal.WriteDiagnostic(call.Diagnostics.Items[^1]);
        if (call.Get(CommonOptions.Verbose))
            call.Terminal.Error.WriteLine(exception);
        if (call.Json)
            FailureReport.Write(call, command);
        return ExitCode.Internal;
    }
}
