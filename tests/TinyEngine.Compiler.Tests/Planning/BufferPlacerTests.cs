using TinyEngine.Compiler.Planning;

namespace TinyEngine.Compiler.Tests.Planning;

public class BufferPlacerTests
{
    private static Placement Place(BufferRequest[] buffers, params OverlapAllowance[] overlaps) =>
        BufferPlacer.Place(new PlacementProblem([.. buffers], [.. overlaps], Alignment: 4));

    [Fact]
    public void Nothing_needs_nothing() => Place([]).PeakBytes.ShouldBe(0);

    [Fact]
    public void Buffers_that_never_meet_share_bytes()
    {
        var placement = Place([new("a", 100, 0, 1), new("b", 60, 1, 2)]);
        placement.Offsets.ShouldBe([0, 0]);
        placement.PeakBytes.ShouldBe(100);
        placement.IsOptimal.ShouldBeTrue();
    }

    [Fact]
    public void Buffers_that_meet_stand_apart_and_aligned()
    {
        var placement = Place([new("a", 10, 0, 2), new("b", 10, 1, 3)]);
        Math.Abs(placement.Offsets[0] - placement.Offsets[1]).ShouldBe(12);
        placement.PeakBytes.ShouldBe(22);
        placement.LowerBoundBytes.ShouldBe(22);
    }

    [Fact]
    public void Output_may_lie_below_the_input_that_it_replaces()
    {
        var placement = Place([new("in", 100, 0, 1), new("out", 100, 0, 2)], new OverlapAllowance(Lower: 1, Upper: 0, Distance: 20));
        placement.Offsets.ShouldBe([20, 0]);
        placement.PeakBytes.ShouldBe(120);
        placement.IsOptimal.ShouldBeTrue();
    }

    [Fact]
    public void A_chain_that_may_go_either_way_stays_in_place()
    {
        // Four windowed steps; with one order only, each would drift by 20 bytes.
        var buffers = Enumerable.Range(0, 5).Select(i => new BufferRequest($"b{i}", 100, Math.Max(0, i - 1), i + 1)).ToArray();
        var overlaps = Enumerable
            .Range(0, 4)
            .SelectMany(i => new[] { new OverlapAllowance(i + 1, i, 20), new OverlapAllowance(i, i + 1, 20) })
            .ToArray();
        Place(buffers, overlaps).PeakBytes.ShouldBe(120);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_problems_are_placed_without_conflict_and_not_below_the_bound(int seed)
    {
        var random = new Random(seed);
        var buffers = Enumerable
            .Range(0, random.Next(1, 25))
            .Select(i =>
            {
                var first = random.Next(12);
                return new BufferRequest($"b{i}", random.Next(1, 400), first, first + random.Next(1, 5));
            })
            .ToArray();
        var placement = Place(buffers);
        for (var i = 0; i < buffers.Length; i++)
        {
            (placement.Offsets[i] % 4).ShouldBe(0);
            (placement.Offsets[i] + buffers[i].Bytes).ShouldBeLessThanOrEqualTo(placement.PeakBytes);
            for (var j = 0; j < i; j++)
            {
                if (!buffers[i].LivesWith(buffers[j]))
                    continue;
                var apart =
                    placement.Offsets[i] >= placement.Offsets[j] + buffers[j].Bytes
                    || placement.Offsets[j] >= placement.Offsets[i] + buffers[i].Bytes;
                apart.ShouldBeTrue($"seed {seed}: {buffers[i]} and {buffers[j]} overlap");
            }
        }

        placement.LowerBoundBytes.ShouldBeLessThanOrEqualTo(placement.PeakBytes);
        Enumerable
            .Range(0, 20)
            .Max(step => buffers.Where(b => b.LivesIn(step)).Sum(b => b.Bytes))
            .ShouldBeLessThanOrEqualTo(placement.LowerBoundBytes);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];
}
