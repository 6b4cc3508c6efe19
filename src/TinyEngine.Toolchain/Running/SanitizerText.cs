using System.Text.RegularExpressions;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Toolchain.Running;

/// <summary>Reads what AddressSanitizer and UndefinedBehaviorSanitizer print.</summary>
internal static partial class SanitizerText
{
    /// <summary>Whether a report is in the text.</summary>
    public static bool Mentions(string error) =>
        error.Contains("ERROR: AddressSanitizer", StringComparison.Ordinal) || UndefinedBehaviour().IsMatch(error);

    /// <summary>The diagnostic of a report.</summary>
    /// <param name="place">Model and target.</param>
    /// <param name="model">Gives names to steps.</param>
    /// <param name="error">Standard error of the program.</param>
    /// <param name="finding">The harness's own line: the step and the byte of the arena, where known.</param>
    public static Diagnostic Explain(Place place, CompiledModel model, string error, HarnessLine? finding)
    {
        var step =
            finding is not null && finding.Values.TryGetValue("step", out var number) && number >= 0 ? StepText(model, (int)number) : "";
        if (UndefinedBehaviour().Match(error) is { Success: true } undefined)
        {
            return new Diagnostic(
                Diag.SanitizerReport,
                place,
                $"{undefined.Groups["what"].Value} in {undefined.Groups["file"].Value}:{undefined.Groups["line"].Value}{step}",
                "undefined behaviour in C"
            );
        }
        var kind = AddressError().Match(error) is { Success: true } address ? address.Groups["kind"].Value : $"signal {finding?["number"]}";
        var access = Access().Match(error) is { Success: true } a ? $", {a.Value.ToLowerInvariant()}" : "";
        var frame = OwnFrame(error) is { } f ? $" in {f.Groups["function"].Value} ({f.Groups["file"].Value}:{f.Groups["line"].Value})" : "";
        var where = "";
        if (finding is not null && finding.Values.TryGetValue("offset", out var offset))
            where = $"byte {offset} of the arena holds no live value then";
        else if (kind == "use-after-poison")
            where = "the address lies outside the arena and the inputs";
        return new Diagnostic(
            kind == "stack-overflow" ? Diag.StackOverflow : Diag.SanitizerReport,
            place,
            $"{kind}{access}{frame}{step}",
            where
        );
    }

    private static string StepText(CompiledModel model, int step) =>
        step < model.StepNames.Length ? $", step {step} '{model.StepNames[step]}'" : $", step {step}";

    // The first frame with a source line: libraries that intercept memcpy have none.
    private static Match? OwnFrame(string error) =>
        Frame().Matches(error).FirstOrDefault(m => !m.Groups["function"].Value.StartsWith("__", StringComparison.Ordinal));

    [GeneratedRegex(@"ERROR: AddressSanitizer: (?<kind>[\w-]+)")]
    private static partial Regex AddressError();

    [GeneratedRegex(@"(READ|WRITE) of size \d+")]
    private static partial Regex Access();

    [GeneratedRegex(@"^\s*#\d+ 0x[0-9a-f]+ in (?<function>\S+) (?:\S*[/\\])?(?<file>[\w.+-]+\.[ch]):(?<line>\d+)", RegexOptions.Multiline)]
    private static partial Regex Frame();

    [GeneratedRegex(@"^(?:\S*[/\\])?(?<file>[\w.+-]+\.[ch]):(?<line>\d+):\d+: runtime error: (?<what>.*)$", RegexOptions.Multiline)]
    private static partial Regex UndefinedBehaviour();
}
