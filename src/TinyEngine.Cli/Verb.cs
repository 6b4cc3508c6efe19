using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli;

/// <summary>A command that help shows, with one line about it.</summary>
/// <param name="Command">What to type after <c>tinyengine</c>.</param>
/// <param name="About">What it does.</param>
internal readonly record struct Example(string Command, string About);

/// <summary>One verb of the command line: its arguments and options, its part of the help, and what it does.</summary>
internal abstract class Verb : Command
{
    /// <summary>Names the verb.</summary>
    /// <param name="name">What the user types.</param>
    /// <param name="summary">One line, no full stop.</param>
    protected Verb(string name, string summary)
        : base(name, summary) { }

    /// <summary>A paragraph for <c>tinyengine help VERB</c>; lines are not wrapped.</summary>
    public virtual string About => "";

    /// <summary>Commands worth copying.</summary>
    public abstract ImmutableArray<Example> Examples { get; }

    /// <summary>Whether a second of silence deserves a sign of life: what is going on, in a few words.</summary>
    protected virtual string Activity => "";

    /// <summary>The JSON object of the verb; null when it has none.</summary>
    public virtual JsonTypeInfo? ReportType => null;

    /// <summary>The JSON object of the verb in another use, with the name of that use; null when there is none.</summary>
    public virtual (string Name, JsonTypeInfo Type)? OtherReport => null;

    /// <summary>Does the verb's work and prints its result.</summary>
    public abstract ExitCode Invoke(Invocation call);
}

/// <summary>A verb that makes a report: a table for people, one JSON object for programs.</summary>
/// <typeparam name="TReport">What the verb found out.</typeparam>
internal abstract class ReportingVerb<TReport> : Verb
    where TReport : Report
{
    /// <inheritdoc cref="Verb(string, string)"/>
    protected ReportingVerb(string name, string summary)
        : base(name, summary)
    {
        Add(CommonOptions.Json);
    }

    /// <summary>How the report becomes JSON.</summary>
    protected abstract JsonTypeInfo<TReport> Json { get; }

    /// <inheritdoc/>
    public sealed override JsonTypeInfo ReportType => Json;

    /// <summary>Does the work.</summary>
    /// <returns>The report, or null after errors were added to <see cref="Invocation.Diagnostics"/>.</returns>
    protected abstract TReport? Execute(Invocation call);

    /// <summary>Prints the report for people.</summary>
    protected abstract void Print(TReport report, Terminal terminal);

    /// <inheritdoc/>
    public override ExitCode Invoke(Invocation call) => Report(call, Execute, Print, Json);

    /// <summary>Makes a report and shows it with everything that was found wrong.</summary>
    private protected ExitCode Report<T>(Invocation call, Func<Invocation, T?> execute, Action<T, Terminal> print, JsonTypeInfo<T> json)
        where T : Report
    {
        T? report;
        using (call.Progress = new Progress(call.Terminal, Activity))
            report = execute(call);

        if (report is null && !call.Diagnostics.HasErrors)
            throw new InvalidOperationException($"verb '{Name}' ended without a report and without an error");
        var code =
            report is { ExitCode: not ExitCode.Done } ? report.ExitCode
            : call.Diagnostics.HasErrors ? ExitCode.Diagnostics
            : ExitCode.Done;
        foreach (var diagnostic in call.Diagnostics.Items)
            call.Terminal.WriteDiagnostic(diagnostic);
        if (call.Diagnostics.ErrorCount > DiagnosticBag.MaximumErrors)
            call.Terminal.Error.WriteLine($"{call.Diagnostics.ErrorCount - DiagnosticBag.MaximumErrors} more errors are not shown");

        if (call.Json)
        {
            if (report is null)
                FailureReport.Write(call, Name);
            else
                JsonOutput.Write(call.Terminal, report with { Command = Name, Diagnostics = JsonDiagnostic.From(call.Diagnostics) }, json);
        }
        else if (report is not null)
        {
            print(report, call.Terminal);
        }

        return code;
    }
}
