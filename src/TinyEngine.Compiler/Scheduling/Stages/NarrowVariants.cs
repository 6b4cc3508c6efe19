using System.Collections.Immutable;

namespace TinyEngine.Compiler.Scheduling.Stages;

/// <summary>Stages with the same first step that one run prices.</summary>
/// <param name="Blocks">The blocks of the longest one; a shorter one has those that it contains.</param>
/// <param name="Ends">One past their last steps, the longest stage first. None ends within a block.</param>
internal sealed record NarrowSweep(ImmutableArray<NarrowCandidate> Blocks, List<int> Ends)
{
    /// <summary>Whether a stage has just the blocks that it would have here.</summary>
    public bool Serves(int end, List<NarrowCandidate> blocks)
    {
        var inside = 0;
        foreach (var block in Blocks.Where(block => block.Expand < end))
        {
            if (block.Expand + 3 > end || !blocks.Contains(block))
                return false;
            inside++;
        }

        return inside == blocks.Count;
    }
}

/// <summary>Which blocks are narrow in the stages that begin with a step: for each end none, the best one, the best two...</summary>
/// <param name="first">First step.</param>
/// <param name="candidates">The blocks of the network, the best first.</param>
internal sealed class NarrowVariants(int first, ImmutableArray<NarrowCandidate> candidates)
{
    private readonly List<NarrowSweep> _sweeps = [];

    /// <summary>The runs that it takes.</summary>
    public IReadOnlyList<NarrowSweep> Sweeps => _sweeps;

    /// <summary>Adds the variants of a stage; longer stages come before shorter ones.</summary>
    public void Add(int end)
    {
        var blocks = new List<NarrowCandidate>();
        Add(end, blocks);
        foreach (var candidate in candidates.Where(candidate => candidate.Expand >= first && candidate.Expand + 3 <= end))
        {
            // A projection may also be the expansion of the next block, but it cannot be both: the better block stays.
            if (blocks.Exists(candidate.Meets))
                continue;
            blocks.Add(candidate);
            Add(end, blocks);
        }
    }

    private void Add(int end, List<NarrowCandidate> blocks)
    {
        var sweep = _sweeps.Find(sweep => sweep.Serves(end, blocks));
        if (sweep is null)
            _sweeps.Add(sweep = new NarrowSweep([.. blocks], []));
        sweep.Ends.Add(end);
    }
}
