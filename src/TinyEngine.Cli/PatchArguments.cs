using System.CommandLine;
using System.Globalization;
using TinyEngine.Compiler.Scheduling;

namespace TinyEngine.Cli;

/// <summary>The option of the patches schedule: where the network is split, and into how many patches.</summary>
internal static class PatchArguments
{
    /// <summary>The schedule that it belongs to.</summary>
    public const string Word = "patches";

    /// <summary>Split and n.</summary>
    public static Option<PatchChoice?> Patch { get; } =
        new("--patch")
        {
            Description = "for --schedule patches: how many of the model's operators run patch by patch, and patches along each side",
            HelpName = "split=S,n=N",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (Parse(text) is { } choice)
                    return choice;
                result.AddError($"'{text}' is not a choice for --patch: use two whole numbers, for example split=5,n=2");
                return null;
            },
        };

    /// <summary>What is wrong with the schedule and its patches together, or null.</summary>
    public static UsageError? FindError(ParseResult parse, Verb verb)
    {
        if (!verb.Options.Contains(CompileArguments.Schedule))
            return null;
        var (wanted, given) = (
            parse.GetValue(CompileArguments.Schedule) == Word,
            verb.Options.Contains(Patch) && parse.GetResult(Patch) is { Implicit: false }
        );
        if (wanted && !verb.Options.Contains(Patch))
            return new UsageError($"'{verb.Name}' does not know the schedule '{Word}'", null, verb);
        return (wanted, given) switch
        {
            (true, false) => new UsageError($"--schedule {Word} needs --patch split=S,n=N", null, verb),
            (false, true) => new UsageError($"--patch belongs to --schedule {Word}", null, verb),
            _ => null,
        };
    }

    private static PatchChoice? Parse(string text)
    {
        var fields = text.Split(',').Select(part => part.Split('=')).OrderBy(part => part[0], StringComparer.Ordinal).ToList();
        return
            fields is [["n", var n], ["split", var split]]
            && int.TryParse(split, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var s)
            && int.TryParse(n, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
            ? new PatchChoice(s, count)
            : null;
    }
}
