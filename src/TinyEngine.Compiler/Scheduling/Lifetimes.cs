using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling;

/// <summary>
/// From which step to which the buffers of a schedule are in use. Values that share bytes (what a step only renames, a variable and its
/// update, a value in another's buffer) have one root, which stands for the buffer.
/// </summary>
internal sealed class Lifetimes
{
    private readonly ValueId[] _roots;
    private readonly int[] _births;
    private readonly int[] _deaths;

    /// <summary>Looks at all steps of a schedule.</summary>
    public Lifetimes(Schedule schedule)
    {
        var graph = schedule.Graph;
        Steps = schedule.Steps.Length;
        _roots = FindRoots(schedule);
        _births = new int[_roots.Length];
        _deaths = new int[_roots.Length];
        Array.Fill(_births, -1);
        Array.Fill(_deaths, -1);
        for (var s = 0; s < Steps; s++)
        {
            var node = schedule.NodeOf(schedule.Steps[s]);
            foreach (var output in node.Outputs)
            {
                var root = _roots[output.Index];
                if (_births[root.Index] < 0 && graph[root].Kind == ValueKind.Computed)
                    _births[root.Index] = s;
                _deaths[root.Index] = s;
            }

            foreach (var input in node.Inputs)
                _deaths[_roots[input.Index].Index] = s;
        }

        foreach (var value in graph.Values)
        {
            if (value.Kind == ValueKind.Variable || (graph.IsOutput(value.Id) && !schedule.Delivers(value.Id)))
                _deaths[_roots[value.Id.Index].Index] = Steps;
        }
    }

    /// <summary>Number of steps.</summary>
    public int Steps { get; }

    /// <summary>For each value the one whose buffer it shares; itself when it has its own.</summary>
    public ImmutableArray<ValueId> Roots => [.. _roots];

    /// <summary>The value whose buffer a value shares; itself when it has its own.</summary>
    public ValueId RootOf(ValueId id) => _roots[id.Index];

    /// <summary>The step that writes a value's buffer first; −1 for what is there before the first step.</summary>
    public int BirthOf(ValueId id) => _births[_roots[id.Index].Index];

    /// <summary>The last step that reads or writes a value's buffer; −1 when none does; <see cref="Steps"/> when it must live on after
    /// them.</summary>
    public int DeathOf(ValueId id) => _deaths[_roots[id.Index].Index];

    /// <summary>Whether a value's buffer must live on after the last step: a variable, or an output that the caller reads there.</summary>
    public bool IsKept(ValueId id) => DeathOf(id) == Steps;

    private static ValueId[] FindRoots(Schedule schedule)
    {
        var roots = schedule.Graph.Values.Select(value => value.Id).ToArray();
        foreach (var step in schedule.Steps)
        {
            var node = schedule.NodeOf(step);
            if (step.Calls.IsEmpty || node.Op is IUpdatesVariable)
                roots[node.Outputs[0].Index] = roots[node.Inputs[0].Index];
        }

        foreach (var (lodger, host) in schedule.Hosts)
            roots[lodger.Index] = roots[host.Index];
        return roots;
    }
}
