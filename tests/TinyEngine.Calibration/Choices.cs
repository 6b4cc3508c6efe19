using System.Globalization;
using TinyEngine.Compiler;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain;

namespace TinyEngine.Calibration;

/// <summary>Measures the layers of a model that have several kernels with each of these, to see whether the fastest one was
/// taken.</summary>
internal static class Choices
{
    private const string Depthwise = "te_dwconv2d_s8",
        Convolution = "te_conv2d_s8_x";

    // What to compute layers with: kernels whose names begin and go on like this, on planar rows or not.
    private static readonly (string Name, bool? IsPlanar, string Kernel, string[] Parts)[] Ways =
    [
        ("planar, borders in registers", true, Depthwise, ["_p"]),
        ("planar, borders copied", true, Depthwise, ["_s1__", "_s2__", "_s8__"]),
        ("channel-last, turned", false, Depthwise, ["_s1__", "_s2__", "_s8__"]),
        ("channel-last, taps inside", false, Depthwise, ["_inside"]),
        ("four pixels", null, Convolution, ["_x4"]),
        ("five pixels", null, Convolution, ["_x5"]),
    ];

    /// <summary>Prints a line for each layer whose kernel is not the fastest, and a sum.</summary>
    public static void Print(Measurements measurements, string path, Target target)
    {
        var graph = Read(path);
        if (!graph.Nodes.Any(node => node.Op is DepthwiseConv2D or Conv2D))
            return;
        CalibrationNetwork Network(Func<string, bool>? prefers, bool? isPlanar) =>
            new(Path.GetFileNameWithoutExtension(path), InstructionSet.Dsp, () => graph) { Prefers = prefers, IsPlanar = isPlanar };
        var chosen = Steps(Network(null, null));
        var ways = Ways.Select(way =>
                (
                    way.Name,
                    way.Kernel,
                    Steps: Steps(
                        Network(
                            kernel =>
                                kernel.StartsWith(way.Kernel, StringComparison.Ordinal)
                                && way.Parts.Any(part => kernel.Contains(part, StringComparison.Ordinal)),
                            way.IsPlanar
                        )
                    )
                )
            )
            .ToList();
        var (layers, lost, all) = (0, 0L, chosen.Sum(step => step.Value.Instructions));
        foreach (var (index, step) in chosen.Where(step => step.Value.HasChoice))
        {
            layers++;
            var best = ways.Where(way => step.Kernel.StartsWith(way.Kernel, StringComparison.Ordinal))
                .MinBy(way => way.Steps[index].WithProducer);
            if (step.WithProducer - best.Steps[index].WithProducer <= 2 * Measurements.Resolution)
                continue;
            lost += step.WithProducer - best.Steps[index].WithProducer;
            var instead = best.Steps[index];
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  step {index} {step.Kernel} {step.WithProducer} instructions with its producer; {best.Name}, "
                        + $"{instead.Kernel}: {instead.WithProducer}"
                )
            );
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{path}: {layers} layers with a choice, {lost} of {all} instructions lost ({100.0 * lost / all:F3} %)"
            )
        );

        Dictionary<int, (string Kernel, bool HasChoice, long Instructions, long WithProducer)> Steps(CalibrationNetwork network)
        {
            var (plan, steps) = measurements.Counts(network, target);
            var schedule = plan.Schedule;
            return steps.ToDictionary(
                step => step.Key,
                step =>
                {
                    var node = schedule.NodeOf(schedule.Steps[step.Key]);
                    var producer =
                        schedule.Graph[node.Inputs[0]].Kind == ValueKind.Computed
                            ? steps.GetValueOrDefault(schedule.Graph.Producer(node.Inputs[0]))
                            : 0;
                    var kernel = schedule.Steps[step.Key].Calls.FirstOrDefault()?.Kernel ?? "";
                    return (
                        kernel,
                        kernel.StartsWith(Depthwise, StringComparison.Ordinal) || kernel.StartsWith(Convolution, StringComparison.Ordinal),
                        step.Value,
                        step.Value + producer
                    );
                }
            );
        }
    }

    private static Network Read(string path)
    {
        var bag = new DiagnosticBag();
        return Pipeline.Import(File.ReadAllBytes(path), path, bag) is { } graph
            ? Pipeline.Optimize(graph)
            : throw new InvalidOperationException(string.Join('\n', bag.Items));
    }
}
