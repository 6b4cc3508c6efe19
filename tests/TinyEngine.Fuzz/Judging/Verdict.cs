using System.Collections.Immutable;

namespace TinyEngine.Fuzz.Judging;

/// <summary>How far a mutant came.</summary>
internal enum Outcome
{
    /// <summary>Refused before there was a graph.</summary>
    RefusedByImport,

    /// <summary>A graph was built, and refused by a later stage.</summary>
    RefusedLater,

    /// <summary>Accepted.</summary>
    Accepted,

    /// <summary>Something that must not happen.</summary>
    Failed,
}

/// <summary>What happened to a mutant.</summary>
/// <param name="Outcome">How far it came.</param>
/// <param name="Ids">Ids of the diagnostics.</param>
/// <param name="Failure">What must not happen and did; empty otherwise.</param>
internal sealed record Verdict(Outcome Outcome, ImmutableArray<string> Ids, string Failure = "")
{
    /// <summary>The graph of an accepted mutant that is small enough to be built and run.</summary>
    public Graph.Network? Runnable { get; init; }

    /// <summary>Bytes allocated on the way.</summary>
    public long AllocatedBytes { get; init; }

    /// <summary>Processor time taken.</summary>
    public TimeSpan Time { get; init; }
}
