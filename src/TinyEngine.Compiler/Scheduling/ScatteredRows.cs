using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling;

/// <summary>
/// Lets rows lie anywhere. A ring keeps its slots from the first row to the last, although it is full only for a while; rows that have a
/// place of their own each take room only while somebody needs them, so a network needs little more than the rows that are alive in its
/// fullest moment. The price is a table with an entry a row in flash.
/// </summary>
internal static class ScatteredRows
{
    /// <summary>Bytes of an element that any place in the arena is aligned for.</summary>
    private const int LargestElement = 4;

    /// <summary>The same schedule with a place for each row of every value that only row by row steps write and read.</summary>
    public static Schedule In(Schedule schedule)
    {
        var fit = schedule.Graph.Values.Select(value => value.Id).Where(id => Fits(schedule, id)).ToHashSet();
        // A value that lives in another's rows goes where these go.
        fit.RemoveWhere(id => schedule.Hosts.TryGetValue(id, out var host) && !fit.Contains(host));
        return schedule with { Scattered = [.. fit] };
    }

    private static bool Fits(Schedule schedule, ValueId id)
    {
        var graph = schedule.Graph;
        var maker = graph.Producer(id);
        var byRows =
            maker < 0
                ? schedule.Stages.Any(stage => stage.StreamedInput == id)
                : schedule.StageOf(maker) is { } stage
                    && !schedule.Steps[maker].Accumulates
                    && !(stage.NarrowOf(maker) is { } block && maker != block.Project);
        var isKept = graph.IsOutput(id) && !schedule.Delivers(id);
        return byRows
            && graph[id].Type.DType.ByteSize() <= LargestElement
            && !isKept
            && graph.Consumers(id).All(reader => schedule.StageOf(reader) is not null);
    }
}
