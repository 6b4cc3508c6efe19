using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;

namespace TinyEngine.Compiler.Emission;

/// <summary>
/// Tells about how much code generated sources become, without a compiler: so that the answer is the same on every machine. Kernels are
/// most of it; their sizes were measured and travel in a table of the target inside this assembly (<c>eng/codesize.sh</c>). Other
/// compilers and flags give other figures; <c>verify</c> measures.
/// </summary>
internal static class CodeEstimate
{
    /// <summary>Code and parameters of one call, and what a network has besides: rounded up from networks of 1 to 57 calls.</summary>
    private const int BytesPerCall = 120,
        BytesPerNetwork = 304;

    private static readonly ConcurrentDictionary<string, FrozenDictionary<string, KernelCode>> Tables = new(StringComparer.Ordinal);

    /// <summary>Bytes of code, kernel parameters included.</summary>
    public static int BytesOf(CSources sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return BytesOf([sources]);
    }

    /// <summary>Bytes of code of networks for one target that share their kernels.</summary>
    public static int BytesOf(IReadOnlyList<CSources> networks)
    {
        var table = TableOf(networks[0].Plan.Schedule.Target);
        var kernels = networks
            .SelectMany(network => network.Plan.Schedule.Symbols)
            .Distinct()
            .Select(symbol => table.GetValueOrDefault(symbol, KernelCode.Typical))
            .ToList();
        var shared = kernels.SelectMany(kernel => kernel.Shared).DistinctBy(function => function.Name).Sum(function => function.Bytes);
        var calls = networks.Sum(network => CallsOf(network.Plan.Schedule));
        return (networks.Count * BytesPerNetwork) + (calls * BytesPerCall) + kernels.Sum(kernel => kernel.Bytes) + shared;
    }

    /// <summary>Whether the code of a kernel was measured for a target.</summary>
    public static bool Knows(Target target, string kernel) => TableOf(target).ContainsKey(kernel);

    private static FrozenDictionary<string, KernelCode> TableOf(Target target) => Tables.GetOrAdd(target.Sizes, Read);

    // Lines such as "te_add_s8__dsp 1254 te_clamp_s8_slow=378"; see eng/codesize.sh.
    private static FrozenDictionary<string, KernelCode> Read(string target)
    {
        using var stream = typeof(CodeEstimate).Assembly.GetManifestResourceStream($"tables/{target}.sizes.txt")!;
        using var reader = new StreamReader(stream);
        var sizes = new Dictionary<string, KernelCode>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#') && line.Split(' ') is [var symbol, var bytes, .. var shared])
                sizes[symbol] = new KernelCode(
                    Number(bytes),
                    [.. shared.Select(function => function.Split('=')).Select(parts => (parts[0], Number(parts[1])))]
                );
        }

        return sizes.ToFrozenDictionary();
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Calls of kernels in the source: each once, however often it runs, and for each narrow block that of
    /// <see cref="LoopKernels"/>.</summary>
    private static int CallsOf(Schedule schedule) =>
        schedule.Steps.Sum(step => step.Calls.Sum(call => call.Symbols.Length)) + schedule.Stages.Sum(stage => stage.Narrow.Length);
}

/// <summary>Code of a kernel.</summary>
/// <param name="Bytes">What it has for itself.</param>
/// <param name="Shared">Functions that it shares with other kernels: a program has each once.</param>
internal sealed record KernelCode(int Bytes, ImmutableArray<(string Name, int Bytes)> Shared)
{
    /// <summary>What a kernel is taken for that is not in the table yet; a test asks for the table to be renewed.</summary>
    public static KernelCode Typical { get; } = new(800, []);
}
