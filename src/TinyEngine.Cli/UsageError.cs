using System.CommandLine;

namespace TinyEngine.Cli;

/// <summary>Why a command line cannot be understood.</summary>
/// <param name="Message">What is wrong, one line.</param>
/// <param name="Suggestion">What was probably meant; null when nothing is near.</param>
/// <param name="Verb">The verb, when one was recognised.</param>
internal sealed record UsageError(string Message, string? Suggestion, Verb? Verb)
{
    /// <summary>The first thing wrong with a command line, or null.</summary>
    public static UsageError? Find(ParseResult parse, Verb? verb)
    {
        var root = parse.RootCommandResult.Command;
        if (verb is null)
        {
            var typed = parse.UnmatchedTokens.FirstOrDefault(token => !token.StartsWith('-'));
            if (typed is not null)
                return new UsageError(
                    $"unknown verb '{typed}'",
                    Suggestions.Nearest(typed, root.Subcommands.Select(command => command.Name)),
                    null
                );
            return UnknownOption(parse, root, null) ?? new UsageError("no verb given", null, null);
        }

        return UnknownOption(parse, verb, verb)
            ?? (parse.UnmatchedTokens, parse.Errors) switch
            {
                ([var extra, ..], _) => new UsageError($"'{verb.Name}' does not know what to do with '{extra}'", null, verb),
                (_, [var error, ..]) => new UsageError(Soften(error.Message), null, verb),
                _ => verb.Options.OfType<ChoiceOption>()
                    .Select(option => option.FindError(parse, verb))
                    .FirstOrDefault(error => error is not null)
                    ?? BoardArguments.FindError(parse, verb)
                    ?? PatchArguments.FindError(parse, verb),
            };
    }

    /// <summary>Prints the message.</summary>
    public ExitCode Write(Terminal terminal)
    {
        terminal.Error.WriteLine($"tinyengine: {Terminal.Printable(Message)}");
        if (Suggestion is not null)
            terminal.Error.WriteLine($"    did you mean: {Suggestion}");
        terminal.Error.WriteLine(Verb is null ? "    try: tinyengine help" : $"    try: tinyengine help {Verb.Name}");
        return ExitCode.Usage;
    }

    private static UsageError? UnknownOption(ParseResult parse, Command command, Verb? verb)
    {
        var typed = parse.UnmatchedTokens.FirstOrDefault(token => token.StartsWith('-') && token.Length > 1)?.Split('=', ':')[0];
        if (typed is null)
            return null;
        var known = command
            .Options.Concat(parse.RootCommandResult.Command.Options.Where(option => option.Recursive))
            .Select(option => option.Name);
        return new UsageError(
            verb is null ? $"unknown option '{typed}'" : $"'{verb.Name}' has no option '{typed}'",
            Suggestions.Nearest(typed, known),
            verb
        );
    }

    // The parser's sentences, in the tone of ours: lower case first, no full stop.
    private static string Soften(string message) =>
        message is [var first, .. var rest] ? $"{char.ToLowerInvariant(first)}{rest.TrimEnd('.')}" : message;
}
