using System.Diagnostics;
using System.Globalization;
using TinyEngine.Fuzz;
using TinyEngine.Fuzz.Judging;
using TinyEngine.Fuzz.Mutation;

// Mutates valid models and sends them through the compiler. Driven by eng/fuzz.sh.
if (!Options.TryParse(args, out var options))
{
    Console.Error.WriteLine("usage: TinyEngine.Fuzz CONFORMANCE OUTPUT [--mutants N] [--seed S] [--seconds T] [--run N] [--only INDEX]");
    return 2;
}

Directory.CreateDirectory(options.Output);
var clock = Stopwatch.StartNew();
var factory = new MutantFactory(Corpus.Read(options.Conformance), options.Seed);
var judge = new Judge(options.Output);
if (options.Only is { } only)
{
    var mutant = factory.Make(only);
    File.WriteAllBytes(Path.Combine(options.Output, "mutant.tflite"), mutant.File);
    Console.WriteLine($"{mutant.Kind} of {mutant.Origin}: {mutant.Changes}");
    var verdict = judge.Of(mutant);
    Console.WriteLine(
        $"{verdict.Outcome} {string.Join(' ', verdict.Ids)} {verdict.Time.TotalMilliseconds:F0} ms, {verdict.AllocatedBytes:N0} "
            + "bytes\n"
            + $"{verdict.Failure}"
    );
    return verdict.Outcome == Outcome.Failed ? 1 : 0;
}

var campaign = new Campaign();
using (var watchdog = new Watchdog(options.Seed))
{
    // At most as many runnable mutants are kept as are run, with some to spare.
    campaign.Run(factory, judge, options.Mutants, options.Time, Math.Max(1, options.Mutants / Math.Max(1, options.Run * 4)), mutant =>
    {
        watchdog.Begin(mutant);
        if (mutant.Index > 0 && mutant.Index % 20_000 == 0)
            Console.WriteLine($"{mutant.Index} mutants, {clock.Elapsed.TotalSeconds:F0} s, {campaign.Failures.Count} failures");
    });
}

campaign.Print(Console.Out);
var failures = campaign.Failures.Count;
foreach (var (mutant, verdict) in campaign.Failures.DistinctBy(f => string.Join('\n', f.Verdict.Failure.Split('\n').Take(3))).Take(20))
{
    File.WriteAllBytes(Path.Combine(options.Output, $"failure-{mutant.Index}.tflite"), mutant.File);
    Console.WriteLine(
        $"FAILED seed {options.Seed} mutant {mutant.Index} ({mutant.Kind} of {mutant.Origin}: {mutant.Changes})\n{verdict.Failure}"
    );
}

if (options.Run > 0)
{
    var (ran, wrong) = SanitizedRuns.Run(campaign.Runnable, options.Run, Console.Out);
    Console.WriteLine($"{ran} accepted mutants built and run under sanitizers, {wrong} wrong");
    failures += wrong;
}

// A short run meets neither all diagnostics nor a sure share.
var isWhole = options.Mutants >= 20_000 && campaign.Count == options.Mutants;
var missing = campaign.MissingIds.ToList();
if (isWhole && missing.Count > 0)
    Console.WriteLine($"diagnostics that no mutant led to: {string.Join(' ', missing)}");
if (isWhole && campaign.DeepShare < Campaign.LeastDeepShare)
    Console.WriteLine("too few mutants get past the importer");
var passed = failures == 0 && (!isWhole || (missing.Count == 0 && campaign.DeepShare >= Campaign.LeastDeepShare));
Console.WriteLine($"{campaign.Count} mutants, seed {options.Seed}, {failures} failures, {clock.Elapsed.TotalSeconds:F0} s");
return passed ? 0 : 1;

/// <summary>What the command line asks for.</summary>
internal sealed record Options(string Conformance, string Output)
{
    public int Mutants { get; private init; } = 10_000;

    public int Seed { get; private init; } = 1;

    public TimeSpan Time { get; private init; } = TimeSpan.MaxValue;

    public int Run { get; private init; }

    public int? Only { get; private init; }

    public static bool TryParse(string[] args, out Options options)
    {
        options = new Options("", "");
        if (args is not [var conformance, var output, .. var rest] || rest.Length % 2 != 0)
            return false;
        options = new Options(conformance, output);
        foreach (var pair in rest.Chunk(2))
        {
            if (!int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return false;
            switch (pair[0])
            {
                case "--mutants":
                    options = options with { Mutants = number };
                    break;
                case "--seed":
                    options = options with { Seed = number };
                    break;
                case "--seconds":
                    options = options with { Time = TimeSpan.FromSeconds(number) };
                    break;
                case "--run":
                    options = options with { Run = number };
                    break;
                case "--only":
                    options = options with { Only = number };
                    break;
                default:
                    return false;
            }
        }

        return true;
    }
}

/// <summary>Ends the process when a mutant does not come back at all; its number is printed.</summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Timer _timer;
    private readonly int _seed;
    private volatile Mutant? _current;
    private long _since = Environment.TickCount64;

    public Watchdog(int seed)
    {
        _seed = seed;
        _timer = new Timer(_ => Look(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public void Begin(Mutant mutant)
    {
        Interlocked.Exchange(ref _since, Environment.TickCount64);
        _current = mutant;
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (_current is not { } mutant || Environment.TickCount64 - Interlocked.Read(ref _since) < Patience.TotalMilliseconds)
            return;
        Console.WriteLine($"FAILED seed {_seed} mutant {mutant.Index} ({mutant.Kind} of {mutant.Origin}: {mutant.Changes}) hangs");
        Environment.Exit(1);
    }
}
