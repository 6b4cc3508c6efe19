using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace TinyEngine.Cli.Verbs;

/// <summary>How two reports differ.</summary>
/// <param name="OldFile">The earlier report.</param>
/// <param name="NewFile">The later one.</param>
/// <param name="Network">Figures of the network, also those that did not change.</param>
/// <param name="Steps">Figures of steps that changed, came or went; the largest change first.</param>
internal sealed record CompareReport(string OldFile, string NewFile, ImmutableArray<Change> Network, ImmutableArray<Change> Steps) : Report
{
    /// <summary>Whether people get Markdown in place of tables.</summary>
    [JsonIgnore]
    public bool AsMarkdown { get; init; }

    /// <summary>What the earlier report is about.</summary>
    public required string OldTitle { get; init; }

    /// <summary>What the later report is about.</summary>
    public required string NewTitle { get; init; }

    /// <summary>Whether RAM or flash of the network grew.</summary>
    public bool Grown => Network.Any(change => change.IsMemory && change.Difference > 0);

    /// <summary>Compares two reports.</summary>
    public static CompareReport Of(ReportFile before, ReportFile after)
    {
        var changes = Pairs(before.Figures, after.Figures).ToList();
        return new CompareReport(
            before.Path,
            after.Path,
            [.. changes.Where(change => change.Step.Length == 0)],
            [
                .. changes
                    .Where(change => change.Step.Length > 0 && change.Difference != 0)
                    .OrderByDescending(change => Math.Abs(change.Difference)),
            ]
        )
        {
            OldTitle = before.Title,
            NewTitle = after.Title,
        };
    }

    /// <summary>Steps are paired by name; of several with one name, in their order.</summary>
    private static IEnumerable<Change> Pairs(ImmutableArray<Figure> before, ImmutableArray<Figure> after)
    {
        static Dictionary<(string Step, string Name, int Turn), long> Index(ImmutableArray<Figure> figures) =>
            figures
                .GroupBy(figure => (figure.Step, figure.Name))
                .SelectMany(group => group.Select((figure, turn) => (Key: (group.Key.Step, group.Key.Name, turn), figure.Value)))
                .ToDictionary(pair => pair.Key, pair => pair.Value);
        var (old, current) = (Index(before), Index(after));
        foreach (var key in current.Keys.Concat(old.Keys.Except(current.Keys)))
            yield return new Change(
                key.Step,
                key.Name,
                old.TryGetValue(key, out var was) ? was : null,
                current.TryGetValue(key, out var now) ? now : null
            );
    }
}

/// <summary>A figure before and after.</summary>
/// <param name="Step">Operator and output of the step it belongs to; empty for the whole network.</param>
/// <param name="Figure">What it is.</param>
/// <param name="Old">Before; null when it was not there.</param>
/// <param name="New">After; null when it is gone.</param>
internal sealed record Change(string Step, string Figure, long? Old, long? New)
{
    /// <summary>After minus before; what is not there counts as 0.</summary>
    public long Difference => (New ?? 0) - (Old ?? 0);

    /// <summary>The difference in percent of the figure before; null when that was 0.</summary>
    public double? Percent => Old is { } old and not 0 ? Math.Round(100.0 * Difference / old, 2) : null;

    /// <summary>Whether it counts bytes of RAM or flash.</summary>
    [JsonIgnore]
    public bool IsMemory => Figure.Contains("RAM", StringComparison.Ordinal) || Figure.Contains("flash", StringComparison.Ordinal);

    /// <summary>The difference for people.</summary>
    [JsonIgnore]
    public string Text =>
        Difference == 0
            ? "="
            : $"{Difference:+#,0;-#,0}{(Percent is { } percent ? FormattableString.Invariant($" ({percent:+0.0;-0.0} %)") : "")}";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CompareReport))]
internal sealed partial class CompareJson : JsonSerializerContext;
