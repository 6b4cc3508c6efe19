using System.Collections.Immutable;
using System.CommandLine;

namespace TinyEngine.Cli.Verbs;

/// <summary><c>tinyengine help VERB</c>.</summary>
internal sealed class HelpVerb : Verb
{
    private readonly Argument<string?> _verb = new("VERB")
    {
        Description = "the verb to explain; none for an overview",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Declares the verb.</summary>
    public HelpVerb()
        : base("help", "Explain the tool or a verb") => Add(_verb);

    /// <inheritdoc/>
    public override ImmutableArray<Example> Examples => [new("help run", "what 'run' takes and does")];

    /// <inheritdoc/>
    public override ExitCode Invoke(Invocation call)
    {
        var name = call.Get(_verb);
        if (name is null)
            return HelpPage.Write(call.Terminal, null);
        return VerbTable.All.FirstOrDefault(verb => verb.Name == name) is { } found
            ? HelpPage.Write(call.Terminal, found)
            : new UsageError($"unknown verb '{name}'", Suggestions.Nearest(name, VerbTable.All.Select(verb => verb.Name)), null).Write(
                call.Terminal
            );
    }
}
