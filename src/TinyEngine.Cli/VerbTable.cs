using System.Collections.Immutable;
using TinyEngine.Cli.Verbs;

namespace TinyEngine.Cli;

/// <summary>All verbs, in the order in which help lists them. The only registration.</summary>
internal static class VerbTable
{
    /// <summary>The verbs; they hold no state between calls.</summary>
    public static ImmutableArray<Verb> All { get; } =
    [
        new DemoVerb(),
        new InspectVerb(),
        new RunVerb(),
        new PlanVerb(),
        new CompileVerb(),
        new VerifyVerb(),
        new BenchVerb(),
        new CompareVerb(),
        new BoardsVerb(),
        new OpsVerb(),
        new HelpVerb(),
    ];
}
