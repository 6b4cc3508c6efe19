using System.Globalization;
using TinyEngine.Compiler;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;

namespace TinyEngine.Cli;

/// <summary>What helps a network that needs more RAM than there is; everything is tried out.</summary>
internal static class RamAdvice
{
    private const string RowsOption = "--output-mode rows";

    /// <summary>Options with which the network fits, or else the smallest arena that there is.</summary>
    /// <param name="network">The network as it was compiled.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="sram">RAM that there is.</param>
    public static string For(CompiledNetwork network, CompileOptions options, long sram)
    {
        var layers = network.Plans.Layers;
        var trials = new List<PlanPoint>();
        foreach (var modes in Modes(layers.Graph, options))
        {
            var found = PlansOf(modes).Find(ScheduleKind.Auto, sram);
            if (found.Plan.ArenaBytes <= sram && Change(found, options) is { Length: > 0 } change)
                return $"{change}: the arena is then {found.Plan.ArenaBytes:N0} bytes{Overhead(found)}"
                    + $"{Consequence(layers.Graph, modes)}";
            trials.Add(found);
        }

        var least = trials.MinBy(trial =>
            trial.Plan.ArenaBytes + (trial.Plan.Interface.Inputs == InputMode.External ? InputBytes(layers.Graph) : 0)
        )!;
        var (inputs, outputs) = least.Plan.Interface;
        var larger = PlansOf(least.Plan.Interface).Front.LastOrDefault(point => point.Plan.ArenaBytes > least.Plan.ArenaBytes);
        var more = larger is null ? "" : $", the next larger one {Price(larger)}";
        return $"the smallest arena possible takes {Price(least)}, with {How(least)} --input-mode {Word(inputs)}"
            + $"{(outputs == OutputMode.Rows ? $" {RowsOption}" : "")}{more}; "
            + "'tinyengine plan' lists all. Otherwise use a network with smaller feature maps: a lower input resolution or fewer channels";

        PlanSearch PlansOf(InterfaceModes modes) => new(layers with { Interface = modes });
    }

    /// <summary>The option that leads to a plan, apart from where inputs are.</summary>
    public static string How(PlanPoint point) =>
        point.Plan.Schedule.Name == "layers" ? "--schedule layers"
        : point.MacsRatio > 1 ? $"--sram {point.Plan.ArenaBytes}"
        : "--schedule stream";

    /// <summary>The modes asked for, and those that need less of the arena.</summary>
    private static IEnumerable<InterfaceModes> Modes(Graph.Network graph, CompileOptions options)
    {
        var canShrink = options.Interface.Outputs == OutputMode.Arena && graph.Outputs.Any(id => RowLayout.Dense(graph[id].Type).Rows > 1);
        OutputMode[] outputs = canShrink ? [OutputMode.Arena, OutputMode.Rows] : [options.Interface.Outputs];
        return outputs.SelectMany(mode => InputModes(graph, options).Select(inputs => new InterfaceModes(inputs, mode)));
    }

    private static IEnumerable<InputMode> InputModes(Graph.Network graph, CompileOptions options)
    {
        yield return options.Interface.Inputs;
        if (options.Interface.Inputs != InputMode.Arena)
            yield break;
        if (PlanSearch.WhyNotByRows(graph) is null)
            yield return InputMode.Stream;
        yield return InputMode.External;
    }

    /// <summary>Options that lead to a plan, as far as they differ from those given.</summary>
    private static string Change(PlanPoint point, CompileOptions options)
    {
        var (kind, (inputs, outputs)) = (point.Plan.Schedule.Name, point.Plan.Interface);
        var schedule =
            options.Schedule == ScheduleKind.Patches ? "--schedule auto in place of --patch"
            : (options.Schedule == ScheduleKind.Layers && kind != "layers")
            || (options.Schedule == ScheduleKind.Stream && point.MacsRatio > 1)
                ? "--schedule auto"
            : "";
        var overhead =
            point.MacsRatio > options.MaxOverhead
                ? $"--max-overhead {(Math.Ceiling(point.MacsRatio * 100) / 100).ToString("F2", CultureInfo.InvariantCulture)}"
                : "";
        return string.Join(
            ' ',
            new[]
            {
                schedule,
                overhead,
                inputs != options.Interface.Inputs ? $"--input-mode {Word(inputs)}" : "",
                outputs != options.Interface.Outputs ? RowsOption : "",
            }.Where(part => part.Length > 0)
        );
    }

    private static string Consequence(Graph.Network graph, InterfaceModes modes)
    {
        var consequence = modes.Inputs switch
        {
            InputMode.Stream => ", and the input is handed over row by row",
            InputMode.External => $", and the inputs ({InputBytes(graph):N0} bytes) stay where you keep them",
            _ => "",
        };
        return consequence + (modes.Outputs == OutputMode.Rows ? ", and outputs are delivered row by row" : "");
    }

    private static long InputBytes(Graph.Network graph) => graph.Inputs.Sum(id => (long)graph[id].Type.ByteSize);

    private static string Price(PlanPoint point) => $"{point.Plan.ArenaBytes:N0} bytes{Overhead(point)}";

    private static string Overhead(PlanPoint point) =>
        point.MacsRatio > 1 ? $" at {point.MacsRatio:F2} times the multiply-accumulates" : "";

    private static string Word(InputMode mode) => mode.ToString().ToLowerInvariant();
}
