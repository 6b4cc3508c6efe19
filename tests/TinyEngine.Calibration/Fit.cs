using System.Globalization;
using TinyEngine.Compiler.Costs;

namespace TinyEngine.Calibration;

/// <summary>How far a kernel's predictions are from what was measured.</summary>
/// <param name="Kernel">Symbol.</param>
/// <param name="Shapes">How many steps were measured.</param>
/// <param name="Median">Median of the relative error's magnitude.</param>
/// <param name="Largest">Its maximum.</param>
/// <param name="Worst">The step with it.</param>
internal sealed record FitError(string Kernel, int Shapes, double Median, double Largest, string Worst);

/// <summary>The costs of kernels' parts, by least squares of relative errors. Kernels that occur in one step together are fitted
/// together.</summary>
internal static class Fit
{
    /// <summary>Fits all kernels.</summary>
    /// <returns>For each kernel its terms and costs, and the errors.</returns>
    public static (SortedDictionary<string, double[]> Costs, List<FitError> Errors) Of(IReadOnlyList<MeasuredStep> steps)
    {
        var costs = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
        var errors = new List<FitError>();
        foreach (var kernels in Together(steps))
        {
            var group = steps.Where(step => kernels.Contains(step.Works[0].Kernel)).ToList();
            var (offsets, width) = (new Dictionary<string, int>(), 0);
            foreach (var kernel in kernels)
            {
                offsets[kernel] = width;
                width += KernelFamily.Of(kernel)!.Terms.Length;
            }

            var rows = group.Select(step => Row(step, offsets, width)).ToList();
            var found = LeastSquares.NotNegative(
                [.. rows.Select((row, index) => row.Select(count => count / group[index].Instructions).ToArray())],
                [.. rows.Select(_ => 1.0)]
            );
            found = [.. found.Select(cost => Math.Round(cost, 3))];
            foreach (var kernel in kernels)
                costs[kernel] = found[offsets[kernel]..(offsets[kernel] + KernelFamily.Of(kernel)!.Terms.Length)];
            errors.AddRange(
                Errors(
                    kernels,
                    group,
                    [.. rows.Select((row, index) => (row.Zip(found, (count, cost) => count * cost).Sum() / group[index].Instructions) - 1)]
                )
            );
        }

        return (costs, errors);
    }

    /// <summary>Fits what plans execute around their kernels, from what they take more than whole tensors of the same network: errors of
    /// kernels cancel.</summary>
    /// <param name="plans">For each plan its network, how often things happen, the prediction for its kernels, and what was measured. The
    /// first plan of a network runs over whole tensors.</param>
    public static double[] Loops(IReadOnlyList<(string Network, double[] Counts, double Kernels, long Instructions)> plans)
    {
        var (rows, right) = (new List<double[]>(), new List<double>());
        foreach (var network in plans.GroupBy(plan => plan.Network))
        {
            var whole = network.First();
            foreach (var plan in network.Skip(1))
            {
                rows.Add([.. plan.Counts.Select(count => count / whole.Instructions)]);
                right.Add((plan.Instructions - whole.Instructions - (plan.Kernels - whole.Kernels)) / whole.Instructions);
            }
        }

        return [.. LeastSquares.NotNegative(rows, right).Select(cost => Math.Round(cost, 3))];
    }

    /// <summary>Instructions of calls, with fitted costs.</summary>
    public static double Predict(SortedDictionary<string, double[]> costs, IEnumerable<RepeatedWork> works)
    {
        var sum = 0.0;
        foreach (var work in works)
        {
            var counts = new double[costs[work.Kernel].Length];
            KernelFamily.Of(work.Kernel)!.Count(work.Work, counts);
            sum += work.Times * counts.Zip(costs[work.Kernel], (count, cost) => count * cost).Sum();
        }

        return sum;
    }

    /// <summary>Lines of the table.</summary>
    public static IEnumerable<string> Lines(SortedDictionary<string, double[]> costs) =>
        costs.Select(kernel => Line(kernel.Key, KernelFamily.Of(kernel.Key)!.Terms, kernel.Value));

    /// <summary>A line of the table.</summary>
    public static string Line(string name, IEnumerable<string> terms, double[] costs) =>
        $"{name} {string.Join(' ', terms.Zip(costs).Where(term => term.Second > 0).Select(term => Cost(term.First, term.Second)))}";

    private static string Cost(string term, double cost) => string.Create(CultureInfo.InvariantCulture, $"{term}={cost}");

    private static double[] Row(MeasuredStep step, Dictionary<string, int> offsets, int width)
    {
        var row = new double[width];
        foreach (var work in step.Works)
        {
            var family = KernelFamily.Of(work.Kernel)!;
            var counts = new double[family.Terms.Length];
            family.Count(work.Work, counts);
            for (var term = 0; term < counts.Length; term++)
                row[offsets[work.Kernel] + term] += counts[term] * work.Times;
        }

        return row;
    }

    private static IEnumerable<FitError> Errors(SortedSet<string> kernels, List<MeasuredStep> group, double[] errors)
    {
        foreach (var kernel in kernels)
        {
            var own = group
                .Index()
                .Where(step => step.Item.Works.Any(work => work.Kernel == kernel))
                .Select(step => (step.Item.Name, Error: errors[step.Index]))
                .OrderBy(step => Math.Abs(step.Error))
                .ToList();
            yield return new FitError(kernel, own.Count, Math.Abs(own[own.Count / 2].Error), Math.Abs(own[^1].Error), own[^1].Name);
        }
    }

    private static List<SortedSet<string>> Together(IReadOnlyList<MeasuredStep> steps)
    {
        var sets = new List<SortedSet<string>>();
        foreach (var step in steps)
        {
            var union = new SortedSet<string>(step.Works.Select(work => work.Kernel), StringComparer.Ordinal);
            foreach (var set in sets.Where(set => set.Overlaps(union)).ToList())
            {
                union.UnionWith(set);
                sets.Remove(set);
            }

            sets.Add(union);
        }

        return sets;
    }
}
