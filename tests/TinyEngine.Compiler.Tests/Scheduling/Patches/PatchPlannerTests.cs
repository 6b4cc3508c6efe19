using TinyEngine.Compiler.Scheduling.Patches;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Scheduling.Patches;

public class PatchPlannerTests
{
    private static readonly MapSize Map = new(12, 20, 8);
    private static readonly Place Model = new("model.tflite");

    [Fact]
    public void Receptive_field_grows_backwards_through_strides()
    {
        var layers = Layers.Chain(Map, m => Layers.Window(m, 3, stride: 2), m => Layers.Window(m, 5));
        PatchPlanner.ReceptiveField(layers, 2).ShouldBe(11);
        PatchPlanner.ReceptiveField(layers, 2, grain: 4).ShouldBe(17);
        PatchPlanner.ReceptiveField(layers, 1, grain: 4).ShouldBe(9);
    }

    [Fact]
    public void Receptive_field_of_no_layers_is_the_grain() => PatchPlanner.ReceptiveField([], 0, grain: 7).ShouldBe(7);

    [Theory]
    [InlineData(3, 3, 1, 12)]
    [InlineData(3, 4, 1, 15)]
    [InlineData(3, 1, 2, 8)]
    [InlineData(1, 5, 1, 16)]
    public void Receptive_field_knows_every_stride_and_dilation(int kernel, int stride, int dilation, int expected) =>
        PatchPlanner.ReceptiveField([Layers.Window(Map, kernel, stride, dilation)], 1, grain: 4).ShouldBe(expected);

    [Fact]
    public void Receptive_field_grows_with_pooling_and_not_with_sums()
    {
        var layers = Layers.Chain(
            Map,
            m => Layers.Window(m, 2, stride: 2, op: "MAX_POOL_2D"),
            m => Layers.Add(m),
            m => Layers.Window(m, 3)
        );
        PatchPlanner.ReceptiveField(layers, 3).ShouldBe(6);
    }

    [Fact]
    public void Receptive_field_has_a_height_and_a_width()
    {
        var layers = new[] { Layers.Window(Map, WindowAxis.Create(12, 1, 1, 1, true), WindowAxis.Create(20, 7, 2, 1, true)) };
        PatchPlanner.ReceptiveFieldHeight(layers, 1, grain: 3).ShouldBe(3);
        PatchPlanner.ReceptiveFieldWidth(layers, 1, grain: 3).ShouldBe(11);
        PatchPlanner.ReceptiveField(layers, 1, grain: 3).ShouldBe(11);
    }

    [Fact]
    public void Receptive_field_of_layers_that_are_not_there_is_a_mistake_of_the_caller()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => PatchPlanner.ReceptiveField([Layers.Window(Map, 3)], 2));
        Should.Throw<ArgumentOutOfRangeException>(() => PatchPlanner.ReceptiveField([Layers.Window(Map, 3)], -1));
        Should.Throw<ArgumentOutOfRangeException>(() => PatchPlanner.ReceptiveField([Layers.Window(Map, 3)], 1, grain: 0));
    }

    [Fact]
    public void Receptive_field_does_not_wrap_around() =>
        Should.Throw<OverflowException>(() =>
            PatchPlanner.ReceptiveField([.. Enumerable.Repeat(Layers.Window(Map, 3, stride: 4), 20)], 20)
        );

    [Fact]
    public void Parameters_describe_the_head_and_the_layer_behind_it()
    {
        var layers = Layers.Chain(
            new MapSize(16, 16, 3),
            m => Layers.Window(m, 3, stride: 2),
            m => Layers.Window(m, 3),
            m => Layers.Window(m, 3, stride: 2)
        );
        Parameters(layers, 2, 2, out _).ShouldBe(new PatchParameters(2, 2, 7, 3, 4, 4, 13, 13, 3, 2));
    }

    [Fact]
    public void Parameters_of_a_split_behind_the_last_layer_describe_its_output()
    {
        var parameters = Parameters([Layers.Window(Map, 3, stride: 2)], 1, 2, out _).ShouldNotBeNull();
        (parameters.OutputHeight, parameters.OutputWidth).ShouldBe((6, 10));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(3)]
    public void Split_outside_the_network_is_TE3001(int split)
    {
        var layers = Layers.Chain(Map, m => Layers.Window(m, 3), m => Layers.Window(m, 3));
        var expected = $"""
            model.tflite: error TE3001: split {split} lies outside the network, which has 2 layers
                why: the layers before the split run patch by patch, and there must be one at least
                try: use a split from 1 to 2
                see: docs/reference/diagnostics/TE3001.md
            """;
        Parameters(layers, split, 2, out var bag).ShouldBeNull();
        bag.Items.ShouldHaveSingleItem().ToString().ShouldBe(expected);
        Grid(layers, split, 2, out bag).ShouldBeNull();
        bag.Items.ShouldHaveSingleItem().ToString().ShouldBe(expected);
    }

    [Fact]
    public void A_network_without_layers_has_no_split()
    {
        Parameters([], 0, 1, out var bag).ShouldBeNull();
        bag.Items.ShouldHaveSingleItem().Try.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public void More_patches_than_rows_or_columns_are_TE3002(int n)
    {
        var layers = Layers.Chain(Map, m => Layers.Window(m, 3, stride: 2), m => Layers.Window(m, 3));
        var expected = $"""
            model.tflite: error TE3002: the 6x10x8 map at split 1 cannot be cut into {n} x {n} patches
                why: each patch needs a row and a column of the map at least
                try: use an n from 1 to 6, or split earlier, where maps are larger
                see: docs/reference/diagnostics/TE3002.md
            """;
        Parameters(layers, 1, n, out var bag).ShouldBeNull();
        bag.Items.ShouldHaveSingleItem().ToString().ShouldBe(expected);
        Grid(layers, 1, n, out bag).ShouldBeNull();
        bag.Items.ShouldHaveSingleItem().ToString().ShouldBe(expected);
    }

    [Fact]
    public void As_many_patches_as_rows_are_allowed()
    {
        var layers = new[] { Layers.Window(Map, 3, stride: 2) };
        Parameters(layers, 1, 6, out _).ShouldNotBeNull();
        Grid(layers, 1, 6, out _).ShouldNotBeNull().Patches.Count.ShouldBe(36);
    }

    [Fact]
    public void Recompute_layer_counts_the_first_convolution_and_those_of_the_blocks()
    {
        PatchBlock[] blocks = [new(false, true, true), new(true, true, true), new(true, false, true)];
        int?[] counts = [.. Enumerable.Range(0, 4).Select(split => PatchPlanner.RecomputeLayer(blocks, split, Model, new DiagnosticBag()))];
        counts.ShouldBe([1, 3, 6, 8]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Recompute_layer_behind_the_last_block_is_TE3001(int split)
    {
        var bag = new DiagnosticBag();
        PatchPlanner.RecomputeLayer([new PatchBlock(true, true, true)], split, Model, bag).ShouldBeNull();
        bag.Items.ShouldHaveSingleItem()
            .ToString()
            .ShouldBe(
                $"""
                model.tflite: error TE3001: split {split} lies outside the network, which has 1 blocks
                    why: the blocks before the split run patch by patch
                    try: use a split from 0 to 1
                    see: docs/reference/diagnostics/TE3001.md
                """
            );
    }

    private static PatchParameters? Parameters(PatchLayer[] layers, int split, int n, out DiagnosticBag bag) =>
        PatchPlanner.GetPatchParameters(layers, split, n, Model, bag = new DiagnosticBag());

    private static PatchGrid? Grid(PatchLayer[] layers, int split, int n, out DiagnosticBag bag) =>
        PatchPlanner.GetPatchGrid(layers, split, n, Model, bag = new DiagnosticBag());
}
