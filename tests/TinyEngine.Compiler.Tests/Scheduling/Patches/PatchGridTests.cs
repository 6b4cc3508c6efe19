using TinyEngine.Compiler.Scheduling.Patches;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Scheduling.Patches;

public class PatchGridTests
{
    private static readonly MapSize Map = new(8, 8, 4);

    [Fact]
    public void Patches_read_their_halo_and_nothing_beyond_the_border()
    {
        var grid = Grid([Layers.Window(Map, 3)], 1, 2);
        grid.KeptLayers.ShouldBe([0]);
        grid.Patches.Select(patch => patch.Kept[0])
            .ShouldBe([Region(0, 4, 0, 4), Region(0, 4, 4, 8), Region(4, 8, 0, 4), Region(4, 8, 4, 8)]);
        grid.Patches.Select(patch => patch.Input)
            .ShouldBe([Region(0, 5, 0, 5), Region(0, 5, 3, 8), Region(3, 8, 0, 5), Region(3, 8, 3, 8)]);
    }

    [Fact]
    public void Maps_that_n_does_not_divide_have_patches_of_two_sizes()
    {
        var grid = Grid([Layers.Window(new MapSize(7, 5, 1), 1)], 1, 3);
        grid.Patches.Select(patch => patch.Kept[0].Rows).Distinct().ShouldBe([new(0, 2), new(2, 4), new(4, 7)]);
        grid.Patches.Select(patch => patch.Kept[0].Columns).Distinct().ShouldBe([new(0, 1), new(1, 3), new(3, 5)]);
    }

    [Fact]
    public void One_patch_is_the_whole_map()
    {
        var grid = Grid(Layers.Chain(Map, m => Layers.Window(m, 5), m => Layers.Window(m, 3, stride: 2)), 2, 1);
        var patch = grid.Patches.ShouldHaveSingleItem();
        patch.Input.ShouldBe(Region(0, 8, 0, 8));
        patch.Computed.ShouldBe([Region(0, 8, 0, 8), Region(0, 4, 0, 4)]);
    }

    [Fact]
    public void Height_and_width_are_independent()
    {
        var layer = Layers.Window(new MapSize(6, 12, 1), WindowAxis.Create(6, 1, 1, 1, true), WindowAxis.Create(12, 3, 3, 1, true));
        Grid([layer], 1, 2).Patches[3].Input.ShouldBe(Region(3, 6, 6, 12));
    }

    [Fact]
    public void A_residual_inside_the_head_is_not_kept()
    {
        var layers = new[] { Layers.Window(Map, 1), Layers.Window(Map, 3), Layers.Add(Map, 0, 1), Layers.Window(Map, 3) };
        var grid = Grid(layers, 3, 2);
        grid.KeptLayers.ShouldBe([2]);
        grid.Patches[0].Computed.ShouldBe([Region(0, 5, 0, 5), Region(0, 4, 0, 4), Region(0, 4, 0, 4)]);
    }

    [Fact]
    public void The_source_of_a_residual_across_the_split_is_kept_whole()
    {
        var layers = new[]
        {
            Layers.Window(Map, 1),
            Layers.Window(Map, 3, stride: 2),
            Layers.Window(new MapSize(4, 4, 4), 1),
            Layers.Add(Map, 0, 0),
        };
        var grid = Grid(layers, 2, 2);
        grid.KeptLayers.ShouldBe([0, 1]);
        // The window of stride 2 pads at the end only: the patch computes row 4 for it, but contributes rows 0 to 3.
        grid.Patches[0].Computed[0].ShouldBe(Region(0, 5, 0, 5));
        grid.Patches[0].Kept.ShouldBe([Region(0, 4, 0, 4), Region(0, 2, 0, 2)]);
    }

    [Fact]
    public void A_map_that_nobody_reads_is_an_output_and_kept()
    {
        var layers = new[]
        {
            Layers.Window(Map, 3),
            Layers.Window(Map, 3) with
            {
                Sources = [PatchLayer.NetworkInput],
            },
            Layers.Window(Map, 1),
        };
        Grid(layers, 2, 2).KeptLayers.ShouldBe([0, 1]);
    }

    [Fact]
    public void A_kept_map_smaller_than_n_leaves_patches_without_a_share()
    {
        var layers = new[] { Layers.Window(Map, 8, same: false), Layers.Window(Map, 1) with { Sources = [PatchLayer.NetworkInput] } };
        var grid = Grid(layers, 2, 2);
        grid.Patches.Select(patch => patch.Kept[0].PixelCount).ShouldBe([0, 0, 0, 1]);
        grid.Patches.Select(patch => patch.Input.PixelCount).ShouldBe([16, 16, 16, 64]);
    }

    [Fact]
    public void Rows_that_a_dilated_window_skips_at_the_border_are_not_read()
    {
        // Taps of row 0: -1, 1 and 3; row 0 of the map is read by nobody.
        var axis = new WindowAxis(Kernel: 3, Stride: 1, Dilation: 2, PadBefore: 1, PadAfter: 1);
        Layers.Window(Map, axis, axis).InputRegion(Region(0, 1, 0, 2)).ShouldBe(Region(1, 4, 0, 5));
    }

    [Fact]
    public void Windows_that_lie_in_the_padding_read_nothing()
    {
        var axis = new WindowAxis(Kernel: 1, Stride: 1, Dilation: 1, PadBefore: 4, PadAfter: 0);
        var grid = Grid([Layers.Window(Map, axis, axis)], 1, 3);
        grid.Patches[0].Input.IsEmpty.ShouldBeTrue();
        grid.Patches[8].Input.ShouldBe(Region(4, 8, 4, 8));
        grid.Patches[0].Input.ToString().ShouldBe("nothing");
    }

    [Fact]
    public void Layers_that_do_not_fit_each_other_are_a_mistake_of_the_caller()
    {
        Should
            .Throw<ArgumentException>(() => Grid([Layers.Window(Map, 3, stride: 2), Layers.Window(Map, 3)], 2, 2))
            .Message.ShouldContain("layer 0 writes 4x4x4");
        Should.Throw<ArgumentException>(() => Grid([Layers.Add(Map, 0)], 1, 2)).Message.ShouldContain("does not come before");
        Should
            .Throw<ArgumentException>(() => Grid([Layers.Window(Map, 3) with { Output = new MapSize(7, 8, 4) }], 1, 2))
            .Message.ShouldContain("8x8 follows");
    }

    private static PatchRegion Region(int top, int bottom, int left, int right) =>
        new(new RowRange(top, bottom), new RowRange(left, right));

    private static PatchGrid Grid(PatchLayer[] layers, int split, int n) =>
        PatchPlanner.GetPatchGrid(layers, split, n, Place.None, new DiagnosticBag()).ShouldNotBeNull();
}
