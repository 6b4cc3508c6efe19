using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Compiler.Tests.Scheduling;

namespace TinyEngine.Compiler.Tests.Planning;

/// <summary>Places of scattered rows.</summary>
public class RowPlacerTests
{
    [Fact]
    public void Rows_take_turns_in_the_places_that_are_free()
    {
        // Four rows of 8 bytes, two at a time, beside a buffer that lives throughout.
        var placement = Place(
            [new("all", 16, 0, 4), new("row", 8, 0, 2), new("row", 8, 1, 3), new("row", 8, 2, 4), new("row", 8, 3, 4)],
            [0, 1, 1, 1, 1],
            [24, 32, 32, 32]
        );
        placement.PeakBytes.ShouldBe(32);
        placement.IsOptimal.ShouldBeTrue();
        placement.Offsets[3].ShouldBe(placement.Offsets[1]);
    }

    [Fact]
    public void Groups_that_meet_in_the_middle_start_from_both_ends()
    {
        // The long buffer fits above the short ones only when they leave no hole: from one end alone the peak is 40.
        var placement = Place(
            [new("a", 12, 0, 2), new("b", 8, 1, 3), new("b", 8, 2, 4), new("c", 16, 3, 5), new("c", 16, 4, 5)],
            [0, 1, 1, 2, 2],
            [12, 20, 16, 24, 32]
        );
        placement.PeakBytes.ShouldBe(32);
    }

    [Fact]
    public void Overlaps_with_whole_buffers_are_used_as_far_as_they_are_allowed()
    {
        var problem = new PlacementProblem([new("whole", 32, 0, 2), new("row", 8, 0, 2)], [new OverlapAllowance(0, 1, 24)], 4)
        {
            Groups = [0, 1],
            Loads = [32, 32],
        };
        var placement = RowPlacer.Place(problem);
        placement.PeakBytes.ShouldBe(32);
        placement.Offsets[1].ShouldBe(placement.Offsets[0] + 24);
    }

    [Fact]
    public void Random_networks_keep_the_bound_and_give_the_same_places_every_time()
    {
        var smaller = 0;
        for (var seed = 300; seed < 340; seed++)
        {
            var graph = RandomNetwork.Build(seed);
            var rings = RandomPlan.Build(graph, seed, null, scattered: false, InputMode.Arena, InputMode.Stream);
            var rows = RandomPlan.Build(graph, seed, null, scattered: true, InputMode.Arena, InputMode.Stream);
            rows.ArenaBytes.ShouldBeGreaterThanOrEqualTo(rows.LowerBoundBytes);
            MemoryPlanner
                .Plan(rows.Schedule)
                .RowOffsets.Select(pair => (pair.Key, string.Join(',', pair.Value)))
                .ShouldBe(rows.RowOffsets.Select(pair => (pair.Key, string.Join(',', pair.Value))), ignoreOrder: true);
            smaller += rows.ArenaBytes < rings.ArenaBytes ? 1 : 0;
        }

        smaller.ShouldBeGreaterThan(5);
    }

    private static Placement Place(BufferRequest[] buffers, int[] groups, long[] loads)
    {
        var placement = RowPlacer.Place(new PlacementProblem([.. buffers], [], 4) { Groups = [.. groups], Loads = [.. loads] });
        foreach (var (i, one) in buffers.Index())
        {
            foreach (var (j, other) in buffers.Index().Where(other => other.Index > i && other.Item.LivesWith(one)))
                (
                    placement.Offsets[i] >= placement.Offsets[j] + other.Bytes || placement.Offsets[j] >= placement.Offsets[i] + one.Bytes
                ).ShouldBeTrue($"{one} and {other}");
        }

        return placement;
    }
}
