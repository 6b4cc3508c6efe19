using System.Collections.Immutable;
using System.Diagnostics;
using TinyEngine.Fuzz.Judging;
using TinyEngine.Fuzz.Mutation;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Fuzz;

/// <summary>What came of many mutants.</summary>
internal sealed class Campaign
{
    /// <summary>What part of the structure-aware mutants must get past the importer.</summary>
    public const double LeastDeepShare = 0.2;

    private readonly Dictionary<(MutantKind, Outcome), int> _outcomes = [];
    private readonly Dictionary<string, int> _ids = [];
    private readonly List<(Mutant, Verdict)> _failures = [];
    private readonly List<(Mutant, Graph.Network)> _runnable = [];
    private (TimeSpan Time, int Index) _slowest;
    private (long Bytes, int Index) _largest;

    /// <summary>Import and graph diagnostics that an input can lead to: all of them.</summary>
    public static ImmutableArray<string> ExpectedIds { get; } =
    [
        .. Diag
            .All.Select(d => d.Id)
            .Where(id => id.StartsWith("TE1", StringComparison.Ordinal) || id.StartsWith("TE2", StringComparison.Ordinal)),
    ];

    /// <summary>Mutants that failed.</summary>
    public IReadOnlyList<(Mutant Mutant, Verdict Verdict)> Failures => _failures;

    /// <summary>A sample of accepted mutants, for building and running.</summary>
    public IReadOnlyList<(Mutant Mutant, Graph.Network Graph)> Runnable => _runnable;

    /// <summary>Mutants so far.</summary>
    public int Count { get; private set; }

    /// <summary>Expected diagnostics that no mutant led to.</summary>
    public IEnumerable<string> MissingIds => ExpectedIds.Where(id => !_ids.ContainsKey(id));

    /// <summary>The share of structure-aware mutants that were accepted, or refused only after a graph was built.</summary>
    public double DeepShare
    {
        get
        {
            var aware = _outcomes.Where(o => o.Key.Item1 is MutantKind.Records or MutantKind.Offsets).ToList();
            return aware.Where(o => o.Key.Item2 is Outcome.Accepted or Outcome.RefusedLater).Sum(o => o.Value)
                / (double)Math.Max(1, aware.Sum(o => o.Value));
        }
    }

    /// <summary>Judges mutants one after the other.</summary>
    /// <param name="factory">Makes them.</param>
    /// <param name="judge">Judges them.</param>
    /// <param name="mutants">How many.</param>
    /// <param name="time">Ends earlier after this time.</param>
    /// <param name="keepEvery">Keeps one runnable mutant in so many.</param>
    /// <param name="progress">Receives the mutant before it is judged.</param>
    public void Run(MutantFactory factory, Judge judge, int mutants, TimeSpan time, int keepEvery, Action<Mutant>? progress = null)
    {
        var clock = Stopwatch.StartNew();
        var runnable = 0;
        for (var index = 0; index < mutants && clock.Elapsed < time; index++)
        {
            var mutant = factory.Make(index);
            progress?.Invoke(mutant);
            var verdict = judge.Of(mutant);
            Add(mutant, verdict);
            if (verdict.Runnable is { } graph && mutant.IsStructureAware && runnable++ % keepEvery == 0)
                _runnable.Add((mutant, graph));
        }
    }

    private void Add(Mutant mutant, Verdict verdict)
    {
        Count++;
        var key = (mutant.Kind, verdict.Outcome);
        _outcomes[key] = _outcomes.GetValueOrDefault(key) + 1;
        foreach (var id in verdict.Ids.Distinct())
            _ids[id] = _ids.GetValueOrDefault(id) + 1;
        if (verdict.Outcome == Outcome.Failed)
            _failures.Add((mutant, verdict));
        if (verdict.Time > _slowest.Time)
            _slowest = (verdict.Time, mutant.Index);
        if (verdict.AllocatedBytes > _largest.Bytes)
            _largest = (verdict.AllocatedBytes, mutant.Index);
    }

    /// <summary>Prints the figures.</summary>
    public void Print(TextWriter output)
    {
        output.WriteLine($"{"mutants", -12}{"all", 9}{"accepted", 11}{"refused late", 14}{"refused", 9}{"failed", 8}");
        foreach (var kind in Enum.GetValues<MutantKind>())
        {
            int Of(Outcome outcome) => _outcomes.GetValueOrDefault((kind, outcome));
            output.WriteLine(
                $"{kind, -12}{Enum.GetValues<Outcome>().Sum(Of), 9}{Of(Outcome.Accepted), 11}{Of(Outcome.RefusedLater), 14}"
                    + $"{Of(Outcome.RefusedByImport), 9}{Of(Outcome.Failed), 8}"
            );
        }

        output.WriteLine(
            $"structure-aware mutants accepted or refused after graph construction: {DeepShare:P1} (at least {LeastDeepShare:P0})"
        );
        output.WriteLine($"diagnostics: {string.Join("  ", ExpectedIds.Select(id => $"{id} {_ids.GetValueOrDefault(id)}"))}");
        output.WriteLine(
            $"slowest: {_slowest.Time.TotalMilliseconds:F0} ms (mutant {_slowest.Index}); most allocated: {_largest.Bytes >> 20} "
                + $"MB (mutant {_largest.Index})"
        );
    }
}
