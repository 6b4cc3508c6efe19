using System.CommandLine;

namespace TinyEngine.Cli;

/// <summary>An option that takes one of a few words; anything else is a command line that cannot be understood.</summary>
internal sealed class ChoiceOption : Option<string?>
{
    private readonly string _what;
    private readonly string[] _choices;

    /// <summary>Declares the option.</summary>
    /// <param name="name">What the user types.</param>
    /// <param name="choices">The words.</param>
    public ChoiceOption(string name, params string[] choices)
        : base(name)
    {
        _what = name.TrimStart('-');
        _choices = choices;
        HelpName = string.Join('|', choices);
    }

    /// <summary>Words that make sense, but not here or not yet, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Refused { get; init; } = new Dictionary<string, string>();

    /// <summary>What is wrong with the given word, or null.</summary>
    public UsageError? FindError(ParseResult parse, Verb verb)
    {
        if (parse.GetValue(this) is not { } typed || _choices.Contains(typed))
            return null;
        return Refused.TryGetValue(typed, out var reason)
            ? new UsageError($"{_what} '{typed}' {reason}", null, verb)
            : new UsageError(
                $"unknown {_what} '{typed}', known are {string.Join(", ", _choices)}",
                Suggestions.Nearest(typed, _choices),
                verb
            );
    }
}
