using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Costs;

/// <summary>
/// Predicts how many instructions a kernel call executes. Each kernel belongs to a family that tells, from the sizes of a call, how often
/// what happens (<see cref="KernelFamily"/>); what each of these things costs was fitted to counts of an emulated core
/// (<c>eng/calibrate.sh</c>) and travels in a table of the target inside this assembly. Every kernel of the library is in the table.
/// </summary>
internal sealed class InstructionModel
{
    private const string Unit = "unit instructions";

    private static readonly ConcurrentDictionary<string, InstructionModel> Models = new(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, double[]> _costs;

    private InstructionModel(string costs) => _costs = Read(costs);

    /// <summary>The model of a target.</summary>
    public static InstructionModel Of(Target target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Models.GetOrAdd(target.Costs, costs => new InstructionModel(costs));
    }

    /// <summary>Whether a kernel was measured, on its own or among what plans execute around kernels.</summary>
    public bool Knows(string kernel) => _costs.ContainsKey(kernel == LoopKernels.ShiftLines ? LoopCosts.Name : kernel);

    /// <summary>Instructions of a node over whole tensors.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="node">The node.</param>
    /// <param name="calls">Its kernel calls.</param>
    /// <param name="asOneRun">Whether rows that follow each other without a gap may be one call.</param>
    public double OfWhole(Network graph, Node node, ImmutableArray<KernelCall> calls, bool asOneRun = true)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(node);
        return Sum(StepWork.OfWhole(graph.TypesOf(node), calls, asOneRun));
    }

    /// <summary>Instructions of calls.</summary>
    internal double Sum(IEnumerable<RepeatedWork> works) => works.Sum(work => Price(work.Kernel, work.Work) * work.Times);

    /// <summary>Instructions of a call.</summary>
    /// <exception cref="InvalidOperationException">The kernel was not measured; that is a defect of the table.</exception>
    internal double Price(string kernel, in KernelWork work)
    {
        if (!_costs.TryGetValue(kernel, out var costs))
            throw new InvalidOperationException($"{kernel} has no costs; eng/calibrate.sh finds them");
        Span<double> counts = stackalloc double[costs.Length];
        KernelFamily.Of(kernel)!.Count(work, counts);
        var sum = 0.0;
        for (var term = 0; term < costs.Length; term++)
            sum += costs[term] * counts[term];
        return sum;
    }

    /// <summary>Instructions of generated code around kernels.</summary>
    /// <param name="counts">How often each thing happens, in the order of <see cref="LoopTerm"/>.</param>
    internal double PriceLoops(ReadOnlySpan<double> counts)
    {
        var sum = 0.0;
        if (_costs.TryGetValue(LoopCosts.Name, out var costs))
        {
            for (var term = 0; term < costs.Length; term++)
                sum += costs[term] * counts[term];
        }

        return sum;
    }

    // Lines such as "te_add_s8__dsp Calls=61.5 Quads=33"; see eng/calibrate.sh.
    private static FrozenDictionary<string, double[]> Read(string target)
    {
        using var stream = typeof(InstructionModel).Assembly.GetManifestResourceStream($"tables/{target}.txt")!;
        using var reader = new StreamReader(stream);
        var table = new Dictionary<string, double[]>(StringComparer.Ordinal);
        var hasUnit = false;
        while (reader.ReadLine() is { } line)
        {
            hasUnit |= line == Unit;
            if (
                line == Unit
                || line.StartsWith('#')
                || line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var kernel, .. var terms]
            )
                continue;
            var names = kernel == LoopCosts.Name ? LoopCosts.Terms : KernelFamily.Of(kernel)?.Terms;
            if (names is not { } known)
                throw new InvalidOperationException($"costs of {target}: the list of kernels has no {kernel}");
            var costs = new double[known.Length];
            foreach (var term in terms.Select(term => term.Split('=')))
                costs[known.IndexOf(term[0])] = double.Parse(term[1], CultureInfo.InvariantCulture);
            table[kernel] = costs;
        }

        return hasUnit
            ? table.ToFrozenDictionary(StringComparer.Ordinal)
            : throw new InvalidOperationException($"costs of {target} are no instructions");
    }
}
