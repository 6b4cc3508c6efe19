using System.Collections.Immutable;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Planning;

/// <summary>How far the output of a step over whole tensors must start below or above one of its inputs, if it may overlap that.</summary>
/// <param name="Root">The value that owns the input's buffer.</param>
/// <param name="Below">Smallest safe distance of the input above the output; null when they must not overlap.</param>
/// <param name="Above">Smallest safe distance of the output above the input; null when they must not overlap.</param>
internal readonly record struct StepDistance(int Root, int? Below, int? Above);

/// <summary>What the planner found out about steps and stages of a network and need not find out again: schedules that differ elsewhere
/// share these objects. It holds for one network in one order, with one way to hand over inputs and outputs.</summary>
internal sealed class PlannerMemory
{
    /// <summary>Distances of steps that run by themselves.</summary>
    public Dictionary<Step, ImmutableArray<StepDistance>> Distances { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Overlaps in stages without scattered rows, by the values that own the buffers.</summary>
    public Dictionary<Stage, ImmutableArray<OverlapAllowance>> Stages { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>What the workspaces of steps are called.</summary>
    public Dictionary<Step, string> Workspaces { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Places that were looked for before: stages that run the other way often make no difference.</summary>
    private readonly Dictionary<PlacementSearch, Placement> _placements = [];

    /// <summary>Places for the buffers of a problem.</summary>
    /// <param name="problem">The buffers.</param>
    /// <param name="goalBytes">A peak that is low enough.</param>
    /// <param name="effort">How long to search.</param>
    public Placement Place(PlacementProblem problem, int goalBytes, PlacementEffort effort)
    {
        var search = new PlacementSearch(
            new(problem.Buffers),
            new(problem.Overlaps),
            new(problem.Groups),
            new(problem.Loads),
            goalBytes,
            effort
        );
        return _placements.TryGetValue(search, out var known)
            ? known
            : _placements[search] = BufferPlacer.Place(problem, goalBytes, effort);
    }

    private readonly record struct PlacementSearch(
        EquatableArray<BufferRequest> Buffers,
        EquatableArray<OverlapAllowance> Overlaps,
        EquatableArray<int> Groups,
        EquatableArray<long> Loads,
        int GoalBytes,
        PlacementEffort Effort
    );
}
