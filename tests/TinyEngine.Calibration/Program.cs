using System.Globalization;
using TinyEngine.Calibration;
using TinyEngine.Compiler.Costs;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Targets;
using TinyEngine.Toolchain;

// Measures layers of many shapes on emulated cores and fits the table of the instruction model to them. Driven by eng/calibrate.sh.
if (args is ["choices", .. var models])
{
    using var measurements = new Measurements();
    foreach (var model in models)
        Choices.Print(measurements, model, Target.CortexM7);
    return 0;
}

if (
    args is not [var folder, var names, .. var only]
    || names.Split(',').Select(Target.Find).ToList() is var targets && targets.Contains(null)
)
{
    Console.Error.WriteLine("usage: TinyEngine.Calibration FOLDER TARGET[,TARGET...] [NETWORK-PREFIX...] | choices MODEL...");
    return 2;
}

foreach (var target in targets.OfType<Target>())
{
    using var measurements = new Measurements();
    var lines = new List<string>();
    var steps = new List<MeasuredStep>();
    foreach (
        var network in CalibrationNetworks
            .Layers()
            .Where(network => only.Length == 0 || Array.Exists(only, prefix => network.Name.StartsWith(prefix, StringComparison.Ordinal)))
    )
    {
        Console.Error.WriteLine($"{target} {network.Name}");
        steps.AddRange(measurements.Steps(network, target));
    }

    var (costs, errors) = Fit.Of(steps);
    lines.AddRange(Fit.Lines(costs));
    var plans = new List<(string Name, double[] Counts, double Kernels, long Instructions)>();
    foreach (var network in CalibrationNetworks.Chains().Where(_ => only.Length == 0))
    {
        Console.Error.WriteLine($"{target} {network.Name}");
        foreach (var (plan, instructions) in measurements.Plans(network, target))
        {
            var kernels = Enumerable.Range(0, plan.Schedule.Steps.Length).Sum(step => Fit.Predict(costs, PlanWork.Of(plan, step)));
            plans.Add(
                (
                    $"{network.Name} {plan.Interface.Inputs} {plan.Schedule.Name} {plan.ArenaBytes}",
                    PlanWork.Loops(plan),
                    kernels,
                    instructions
                )
            );
        }
    }

    if (plans.Count > 0)
    {
        var loops = Fit.Loops([.. plans.Select(plan => (plan.Name.Split(' ')[0], plan.Counts, plan.Kernels, plan.Instructions))]);
        lines.Add(Fit.Line(LoopCosts.Name, LoopCosts.Terms, loops));
        foreach (var plan in plans)
        {
            var predicted = plan.Kernels + plan.Counts.Zip(loops, (count, cost) => count * cost).Sum();
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{plan.Name}: {plan.Instructions} measured, kernels {plan.Kernels:F0}, "
                        + $"{100 * ((predicted / plan.Instructions) - 1):F2} % off"
                )
            );
        }
    }

    Console.WriteLine($"| kernel, {target} | shapes | median error | largest |");
    Console.WriteLine("|---|---|---|---|");
    foreach (var error in errors.OrderBy(error => error.Kernel, StringComparer.Ordinal))
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| `{error.Kernel}` | {error.Shapes} | {100 * error.Median:F2} % | {100 * error.Largest:F1} % | {error.Worst}"
            )
        );

    File.WriteAllLines(
        Path.Combine(folder, $"{target}.txt"),
        [
            $"# What each part of a kernel call costs on {target}, fitted to counts of the emulated core; written by eng/calibrate.sh.",
            "unit instructions",
            .. lines.Order(StringComparer.Ordinal),
        ]
    );
}

return 0;
