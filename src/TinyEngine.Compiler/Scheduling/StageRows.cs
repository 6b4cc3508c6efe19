using TinyEngine.Compiler.Calls;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling;

/// <summary>The rows outside tiles that the events of a stage read and write. Looked up once for each step, asked for every
/// event.</summary>
internal sealed class StageRows
{
    private readonly Schedule _schedule;
    private readonly Stage _stage;
    private readonly Source[][] _sources;

    /// <summary>Looks at a stage.</summary>
    public StageRows(Schedule schedule, Stage stage)
    {
        (_schedule, _stage) = (schedule, stage);
        _sources = new Source[stage.Count][];
        for (var step = stage.First; step < stage.End; step++)
            _sources[step - stage.First] = SourcesOf(step);
    }

    /// <summary>A row that an event may read, if it lies in the map.</summary>
    private readonly record struct Source(ValueId Value, RowIndex Index, int Rows);

    /// <summary>Adds the rows outside the step's own tile that an event reads; a value may be constant, and a row may come twice.</summary>
    public void AddRead(RowEvent occurrence, List<(ValueId Value, int Row)> rows)
    {
        foreach (ref readonly var source in _sources[occurrence.Step - _stage.First].AsSpan())
        {
            var row = source.Index.At(occurrence.Row);
            if (row >= 0 && row < source.Rows)
                rows.Add((source.Value, row));
        }
    }

    /// <summary>Adds all rows outside tiles that an event reads or writes.</summary>
    public void AddTouched(RowEvent occurrence, List<(ValueId Value, int Row)> rows)
    {
        if (occurrence.Step == RowEvent.Arrival)
        {
            rows.Add((_stage.StreamedInput!.Value, occurrence.Row));
            return;
        }

        var (step, outputs) = (_schedule.Steps[occurrence.Step], _schedule.NodeOf(_schedule.Steps[occurrence.Step]).Outputs);
        if (step.Calls is [AccumulateCall sum])
        {
            rows.Add((_schedule.NodeOf(step).Inputs[0], occurrence.Row));
            if (occurrence.Row == (_stage.Climbs ? 0 : sum.Rows - 1))
                rows.Add((outputs[0], 0));
            return;
        }

        AddRead(occurrence, rows);
        foreach (var output in outputs)
            rows.Add((output, occurrence.Row));
    }

    private Source[] SourcesOf(int step)
    {
        var narrow = _stage.NarrowOf(step);
        var reader = _schedule.Steps[narrow?.Window ?? step];
        if (reader.Accumulates)
            return [];
        var sources = new List<Source>();
        foreach (var call in reader.Calls)
        {
            foreach (var source in ((RowCall)call).Sources)
            {
                var value = narrow is { } block
                    ? _schedule.NodeOf(_schedule.Steps[block.Expand]).Inputs[0]
                    : _schedule.NodeOf(reader).Inputs[source.Operand];
                sources.Add(new Source(value, source.Index, _schedule.RowsOf(value)));
            }
        }

        return [.. sources];
    }
}
