using System.Collections.Immutable;
using System.Text.Json;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli;

/// <summary>A figure of a report.</summary>
/// <param name="Step">The step it belongs to, by the name of its output; empty for the whole network.</param>
/// <param name="Name">What it is, for people.</param>
/// <param name="Value">The figure.</param>
internal readonly record struct Figure(string Step, string Name, long Value);

/// <summary>A report that an earlier call wrote: report.json of <c>compile</c>, or what <c>--json</c> of <c>compile</c>, <c>verify</c> and
/// <c>bench</c> printed.</summary>
/// <param name="Path">The file.</param>
/// <param name="Command">The verb that made it.</param>
/// <param name="Title">Network and target, for people.</param>
/// <param name="Figures">All figures that can be compared, in the order in which people want them.</param>
internal sealed record ReportFile(string Path, string Command, string Title, ImmutableArray<Figure> Figures)
{
    private const int MaximumBytes = 1 << 26;

    // Where reports keep a figure; the first place that holds a number counts.
    private static readonly (string Name, string[] Places)[] NetworkFigures =
    [
        ("RAM: arena", ["arenaBytes", "ram.arena"]),
        ("RAM: stack", ["ram.stack"]),
        ("RAM: inputs outside the arena", ["ram.io"]),
        ("flash: weights", ["constants.weights", "flash.weights"]),
        ("flash: tables", ["constants.tables", "flash.tables"]),
        ("flash: code", ["flash.code"]),
        ("flash: code (estimate)", ["flash.codeEstimate"]),
        ("flash: sum", ["flash.total"]),
        ("flash: sum (estimate)", ["flash.totalEstimate"]),
        ("multiply-accumulates", ["macs"]),
        ("instructions", ["instructions"]),
    ];

    private static readonly (string Name, string[] Places)[] StepFigures =
    [
        ("RAM in use", ["bytes"]),
        ("multiply-accumulates", ["macs"]),
        ("instructions", ["instructions"]),
    ];

    /// <summary>Reads a report.</summary>
    /// <returns>The report, or null after an error was reported.</returns>
    public static ReportFile? Read(string path, DiagnosticBag bag)
    {
        if (InputFile.Read(path, MaximumBytes, bag) is not { } bytes)
            return null;
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var root = json.RootElement;
            if (
                root.ValueKind == JsonValueKind.Object
                && Text(root, "command") is { Length: > 0 } command
                && OfObject(path, command, root) is { Figures.Length: > 0 } report
            )
                return report;
            return Refuse(path, "it holds no figures of a network", bag);
        }
        catch (JsonException exception)
        {
            return Refuse(path, $"it is not JSON: {exception.Message.Split(" Path:")[0].TrimEnd('.')}", bag);
        }
    }

    private static ReportFile? Refuse(string path, string why, DiagnosticBag bag)
    {
        bag.Add(
            Diag.NotReport,
            new Place(path),
            "this is not a report that can be compared",
            why,
            "pass report.json of a folder that 'tinyengine compile' wrote, or what 'compile', 'verify' or 'bench' print with --json"
        );
        return null;
    }

    private static ReportFile OfObject(string path, string command, JsonElement root)
    {
        var figures = ImmutableArray.CreateBuilder<Figure>();
        var title = $"{Text(root, "name")} {Text(root, "target")}".Trim();
        if (!AddEach(root, "results", "target", figures))
        {
            AddFigures(root, "", figures);
            AddEach(root, "networks", "name", figures);
            if (root.TryGetProperty("verification", out var verification) && verification.ValueKind == JsonValueKind.Object)
                AddEach(verification, "results", "target", figures);
        }

        return new ReportFile(path, command, title, figures.ToImmutable());
    }

    /// <summary>Adds the figures of each target or network of a list; false when there is no such list.</summary>
    private static bool AddEach(JsonElement element, string list, string title, ImmutableArray<Figure>.Builder figures)
    {
        if (!element.TryGetProperty(list, out var results) || results.ValueKind != JsonValueKind.Array)
            return false;
        foreach (var result in results.EnumerateArray().Where(result => result.ValueKind == JsonValueKind.Object))
            AddFigures(result, $"{Text(result, title)}: ", figures);
        return true;
    }

    private static void AddFigures(JsonElement report, string prefix, ImmutableArray<Figure>.Builder figures)
    {
        Add(report, "", prefix, NetworkFigures, figures);
        foreach (var list in new[] { "steps", "stages", "layers" })
        {
            if (!report.TryGetProperty(list, out var steps) || steps.ValueKind != JsonValueKind.Array)
                continue;
            foreach (var step in steps.EnumerateArray().Where(step => step.ValueKind == JsonValueKind.Object))
                Add(step, $"{Text(step, "op")} {Text(step, "name")}".Trim(), prefix, StepFigures, figures);
        }
    }

    private static void Add(
        JsonElement element,
        string step,
        string prefix,
        (string Name, string[] Places)[] wanted,
        ImmutableArray<Figure>.Builder figures
    )
    {
        foreach (var (name, places) in wanted)
        {
            if (places.Select(place => Number(element, place)).FirstOrDefault(number => number is not null) is { } value)
                figures.Add(new Figure(step, prefix + name, value));
        }
    }

    private static long? Number(JsonElement element, string path)
    {
        foreach (var part in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(part, out element))
                return null;
        }

        return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number) ? number : null;
    }

    private static string Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
}
