using System.Collections.Immutable;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Planning;

/// <summary>A place for one row, or for rows of several values that take turns in it.</summary>
/// <param name="Owner">The value it was made for.</param>
/// <param name="Bytes">Size.</param>
/// <param name="First">First moment in which it is in use.</param>
/// <param name="End">One past the last.</param>
internal readonly record struct RowPlace(ValueId Owner, int Bytes, int First, int End);

/// <summary>The rows of scattered values as things to be placed: which of them share a place, and when each place is in use.</summary>
internal sealed class RowPlaces
{
    private readonly Dictionary<ValueId, int[]> _placeOf = [];
    private readonly List<RowPlace> _places = [];

    /// <summary>Finds the places of a schedule.</summary>
    public RowPlaces(Schedule schedule, Timeline time)
    {
        var lodgers = schedule.Scattered.Where(schedule.Hosts.ContainsKey).OrderBy(id => id.Index).ToList();
        foreach (var id in schedule.Scattered.Except(lodgers).OrderBy(id => id.Index))
            _placeOf[id] = [.. Enumerable.Range(0, schedule.RowsOf(id)).Select(_ => Add(schedule, id))];
        foreach (var id in lodgers)
        {
            var (host, slots) = (_placeOf[schedule.Hosts[id]], schedule.SlotsOf(id));
            // Near the borders a row may belong over one outside the host's map; it gets a place of its own.
            _placeOf[id] =
            [
                .. Enumerable
                    .Range(0, schedule.RowsOf(id))
                    .Select(row => (row * slots.Stride) + slots.Offset)
                    .Select(row => row >= 0 && row < host.Length ? host[row] : Add(schedule, id)),
            ];
        }

        var touched = new List<(ValueId Value, int Row)>();
        foreach (var stage in schedule.Stages)
        {
            var (rows, start) = (new StageRows(schedule, stage), time.Of(stage.First));
            for (var moment = 0; moment < stage.Events.Length; moment++)
            {
                touched.Clear();
                rows.AddTouched(stage.Events[moment], touched);
                foreach (var (id, row) in touched)
                {
                    if (_placeOf.TryGetValue(id, out var places))
                        Touch(places[row], start + moment);
                }
            }
        }
    }

    /// <summary>All places.</summary>
    public IReadOnlyList<RowPlace> All => _places;

    /// <summary>The place of a row.</summary>
    public int Of(ValueId id, int row) => _placeOf[id][row];

    /// <summary>For each scattered value the offsets of its rows, from those of the places.</summary>
    public ImmutableDictionary<ValueId, ImmutableArray<int>> Offsets(Func<int, int> offsetOf) =>
        _placeOf.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.Select(offsetOf).ToImmutableArray());

    private int Add(Schedule schedule, ValueId id)
    {
        _places.Add(new RowPlace(id, schedule.LayoutOf(id).RowStride, int.MaxValue, 0));
        return _places.Count - 1;
    }

    private void Touch(int place, int moment)
    {
        var known = _places[place];
        _places[place] = known with { First = Math.Min(known.First, moment), End = Math.Max(known.End, moment + 1) };
    }
}
