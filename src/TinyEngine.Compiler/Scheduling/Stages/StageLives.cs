using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling.Stages;

/// <summary>What lives around the stages that begin with a step.</summary>
internal sealed class StageLives
{
    private readonly NetworkFlow _flow;
    private readonly int _first;
    private readonly int[] _across;
    private readonly int[] _inputs;
    private readonly int[] _outputs;

    /// <summary>Looks at the stages from <paramref name="first"/> that end up to <paramref name="last"/>.</summary>
    public StageLives(NetworkFlow flow, ValueId[] roots, int first, int last)
    {
        (_flow, _first) = (flow, first);
        var count = last - first + 1;
        (_across, _inputs, _outputs) = (new int[count], new int[count], new int[count]);
        foreach (var root in roots)
        {
            var (birth, death, bytes) = (flow.BirthOf(root), flow.DeathOf(root), flow.BytesOf(root));
            if (death < first || birth >= last)
                continue;
            for (var end = Math.Max(first, birth) + 1; end <= last; end++)
            {
                var lane = end - first;
                if (birth >= first)
                    _outputs[lane] += death >= end ? bytes : 0;
                else if (death >= end)
                    _across[lane] += bytes;
                else
                    _inputs[lane] += bytes;
            }
        }
    }

    /// <summary>Bytes of values that are there before and after a stage.</summary>
    public int Across(int end) => _across[end - _first];

    /// <summary>Bytes that a stage takes at least, whatever happens between its inputs and outputs.</summary>
    /// <param name="end">One past its last step.</param>
    /// <param name="streamed">The network's input when it has only some rows of it.</param>
    public int Minimum(int end, ValueId? streamed) =>
        Across(end)
        + Math.Max(_inputs[end - _first] - (streamed is { } input && _flow.Owns(input) ? _flow.BytesOf(input) : 0), _outputs[end - _first]);
}
