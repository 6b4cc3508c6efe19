using FsCheck;
using FsCheck.Fluent;
using TinyEngine.Compiler.Scheduling.Patches;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Scheduling.Patches;

/// <summary>Regions of patches on random networks. A failure prints the network, the seed and the list of numbers it was made of,
/// shortened.</summary>
public class PatchPropertyTests
{
    private const int Runs = 400;

    private static readonly Arbitrary<int[]> Numbers = Arb.From(Gen.Choose(0, 9999).ArrayOf(16 * RandomHead.MaximumLayers), numbers =>
        Enumerable.Range(1, numbers.Length).Select(drop => numbers[..^drop]).Reverse()
    );

    [Fact]
    public void Kept_tiles_cover_each_map_exactly() =>
        ForAll(
            (head, grid) =>
            {
                foreach (var (index, layer) in grid.KeptLayers.Index())
                {
                    var map = head.Layers[layer].Output;
                    var writers = new int[map.Height, map.Width];
                    foreach (var patch in grid.Patches)
                    {
                        foreach (var (y, x) in Pixels(patch.Kept[index]))
                            writers[y, x]++;
                    }

                    writers.Cast<int>().ShouldAllBe(count => count == 1);
                }
            }
        );

    [Fact]
    public void What_is_read_after_the_split_is_kept() =>
        ForAll(
            (head, grid) =>
            {
                grid.KeptLayers.ShouldContain(head.Split - 1);
                head.Layers.Skip(head.Split)
                    .SelectMany(layer => layer.Sources)
                    .Where(source => source >= 0 && source < head.Split)
                    .ShouldBeSubsetOf(grid.KeptLayers);
            }
        );

    [Fact]
    public void Regions_are_what_pixel_by_pixel_back_propagation_finds() =>
        ForAll(
            (head, grid) =>
            {
                foreach (var patch in grid.Patches)
                {
                    var (input, computed) = BruteForce.Regions(head, grid, patch, whole: true);
                    patch.Input.ShouldBe(input);
                    patch.Computed.ShouldBe(computed);
                }
            }
        );

    // Rectangles contain pixels that nobody needs, between those of a 1x1 window with stride 2 for example. They cost nothing at the input,
    // as long as neighbouring outputs read neighbouring inputs: without dilation and without windows that lie in the padding.
    [Fact]
    public void Computing_whole_rectangles_reads_no_more_input() =>
        ForAll(
            (head, grid) =>
            {
                foreach (var patch in grid.Patches)
                {
                    var (input, _) = BruteForce.Regions(head, grid, patch, whole: false);
                    patch.Input.Union(input).ShouldBe(patch.Input);
                    if (IsPlain(head))
                        patch.Input.ShouldBe(input);
                }
            }
        );

    [Fact]
    public void Running_patch_by_patch_gives_the_numbers_of_the_whole_run() =>
        ForAll(
            (head, grid) =>
            {
                var whole = BruteForce.RunWhole(head);
                foreach (var patch in grid.Patches)
                {
                    var own = BruteForce.RunPatch(head, patch, whole[0]);
                    foreach (var (index, layer) in grid.KeptLayers.Index())
                    {
                        foreach (var (y, x) in Pixels(patch.Kept[index]))
                            own[layer + 1][y, x].ShouldBe(whole[layer + 1][y, x].ShouldNotBeNull());
                    }
                }
            }
        );

    [Fact]
    public void Input_regions_are_no_larger_than_the_receptive_field_of_a_chain() =>
        ForAll(
            (head, grid) =>
            {
                PatchLayer[] chain = [.. head.Layers.Select(layer => layer with { Sources = [] })];
                if (!IsChain(head))
                    return;
                foreach (var patch in grid.Patches)
                {
                    var tile = patch.Kept[0];
                    patch.Input.Rows.Count.ShouldBeLessThanOrEqualTo(PatchPlanner.ReceptiveFieldHeight(chain, head.Split, tile.Rows.Count));
                    patch.Input.Columns.Count.ShouldBeLessThanOrEqualTo(
                        PatchPlanner.ReceptiveFieldWidth(chain, head.Split, tile.Columns.Count)
                    );
                    PatchPlanner
                        .ReceptiveField(chain, head.Split, 3)
                        .ShouldBeGreaterThanOrEqualTo(PatchPlanner.ReceptiveFieldHeight(chain, head.Split, 3));
                }
            }
        );

    [Fact]
    public void The_random_networks_have_every_feature()
    {
        var counts = new Dictionary<string, int>();
        void Count(string feature, bool present) => counts[feature] = counts.GetValueOrDefault(feature) + (present ? 1 : 0);
        ForAll(5 * Runs, (head, grid) =>
        {
            Count("chain", IsChain(head) && head.Split > 1);
            Count("no dilation, no window in the padding", IsPlain(head) && head.Split > 1);
            Count("residual or concatenation", head.Layers.Take(head.Split).Any(l => l.Sources.Count > 1));
            Count(
                "residual across the split",
                head.Layers.Skip(head.Split).Any(l => l.Sources.Count > 1 && l.Sources.Any(s => s >= 0 && s < head.Split - 1))
            );
            Count("two kept maps", grid.KeptLayers.Count > 1);
            Count("dilation", Windows(head).Any(w => w.Y.Dilation > 1 || w.X.Dilation > 1));
            Count("stride 3", Windows(head).Any(w => w.Y.Stride == 3 || w.X.Stride == 3));
            Count("rectangular kernel", Windows(head).Any(w => w.Y.Kernel != w.X.Kernel));
            Count("rectangular map", head.Last.Output.Height != head.Last.Output.Width);
            Count("pooling", head.Layers.Take(head.Split).Any(l => l.Op == "MAX_POOL_2D"));
            Count("n does not divide", head.Last.Output.Height % head.N != 0 || head.Last.Output.Width % head.N != 0);
            Count("kernel larger than the map", head.Layers.Take(head.Split).Any(l => l.Window is { } w && w.Y.Extent > l.Input.Height));
            Count("patch that reads nothing", grid.Patches.Any(p => p.Input.IsEmpty));
        });
        foreach (var (feature, count) in counts)
            count.ShouldBeGreaterThanOrEqualTo(40, feature);
    }

    private static void ForAll(Action<RandomHead, PatchGrid> property) => ForAll(Runs, property);

    private static void ForAll(int runs, Action<RandomHead, PatchGrid> property) =>
        Prop.ForAll(Numbers, numbers =>
            {
                var head = RandomHead.Create(numbers);
                try
                {
                    property(
                        head,
                        PatchPlanner.GetPatchGrid(head.Layers, head.Split, head.N, Place.None, new DiagnosticBag()).ShouldNotBeNull()
                    );
                }
                catch (Exception exception) when (exception is ShouldAssertException or InvalidOperationException)
                {
                    throw new InvalidOperationException($"{head}: {exception.Message}", exception);
                }
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(runs));

    private static bool IsChain(RandomHead head) => head.Layers.Index().All(layer => layer.Item.Sources == [layer.Index - 1]);

    private static bool IsPlain(RandomHead head) => Windows(head).All(window => IsPlain(window.Y) && IsPlain(window.X));

    private static bool IsPlain(WindowAxis axis) => axis.Dilation == 1 && axis.PadBefore < axis.Kernel && axis.PadAfter < axis.Kernel;

    private static IEnumerable<Window2D> Windows(RandomHead head) => head.Layers.Take(head.Split).Select(l => l.Window).OfType<Window2D>();

    private static IEnumerable<(int Y, int X)> Pixels(PatchRegion region) => BruteForce.Pixels(region);
}
