using System.Collections.Immutable;
using System.Globalization;

namespace TinyEngine.Toolchain.Running;

/// <summary>One line of the harness: an optional event and numbers with names.</summary>
internal sealed record HarnessLine(string Event, ImmutableDictionary<string, long> Values)
{
    /// <summary>A number, or 0.</summary>
    public long this[string key] => Values.GetValueOrDefault(key);
}

/// <summary>What the harness printed for machines: lines <c>te: key=value ...</c> among whatever else was printed.</summary>
/// <param name="Samples">Figures of each sample.</param>
/// <param name="StepCosts">Cost of each step of the first sample; empty in builds without the hook.</param>
/// <param name="Finding">The event that ended the run, if one did.</param>
/// <param name="Done">Whether the program came to its end.</param>
internal sealed record HarnessReport(ImmutableArray<HarnessLine> Samples, ImmutableArray<long> StepCosts, HarnessLine? Finding, bool Done)
{
    private const string Mark = "te:";

    /// <summary>Reads the console of a run.</summary>
    public static HarnessReport Parse(string console)
    {
        var samples = ImmutableArray.CreateBuilder<HarnessLine>();
        var steps = ImmutableArray.CreateBuilder<long>();
        HarnessLine? finding = null;
        var done = false;
        foreach (var raw in console.Split('\n'))
        {
            if (!raw.StartsWith(Mark, StringComparison.Ordinal))
                continue;
            var text = raw[Mark.Length..].Trim();
            done |= text == "done";
            var line = ParseLine(text);
            if (line.Event.Length > 0)
                finding ??= line;
            else if (line.Values.ContainsKey("step"))
                steps.Add(line["cost"]);
            else if (line.Values.ContainsKey("sample"))
                samples.Add(line);
        }
        return new HarnessReport(samples.ToImmutable(), steps.ToImmutable(), finding, done);
    }

    private static HarnessLine ParseLine(string text)
    {
        var name = "";
        var values = ImmutableDictionary.CreateBuilder<string, long>();
        foreach (var pair in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.IndexOf('=') is not (> 0 and var at))
                continue;
            if (pair[..at] == "event")
                name = pair[(at + 1)..];
            else if (long.TryParse(pair.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
                values[pair[..at]] = value;
        }
        return new HarnessLine(name, values.ToImmutable());
    }
}
