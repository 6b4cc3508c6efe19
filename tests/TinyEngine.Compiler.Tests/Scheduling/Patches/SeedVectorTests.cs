using TinyEngine.Compiler.Scheduling.Patches;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Scheduling.Patches;

/// <summary>The functions that the project started from give what the original gives, on every case.</summary>
public class SeedVectorTests
{
    public static TheoryData<int> PatchCases => [.. Enumerable.Range(0, SeedVectors.All.PatchCases.Count)];

    public static TheoryData<int> RecomputeCases => [.. Enumerable.Range(0, SeedVectors.All.RecomputeCases.Count)];

    [Theory]
    [MemberData(nameof(PatchCases))]
    public void Get_patch_params(int index)
    {
        var test = SeedVectors.All.PatchCases[index];
        var bag = new DiagnosticBag();
        var actual = PatchPlanner.GetPatchParameters(test.Layers, test.Split, test.N, Place.None, bag);
        bag.Items.ShouldBeEmpty();
        actual.ShouldBe(test.Expected);
    }

    [Theory]
    [MemberData(nameof(PatchCases))]
    public void Compute_receptive_field(int index)
    {
        var test = SeedVectors.All.PatchCases[index];
        test.Fields.ShouldNotBeEmpty();
        foreach (var (layerCount, grain, expected) in test.Fields)
            PatchPlanner.ReceptiveField(test.Layers, layerCount, grain).ShouldBe(expected, $"{layerCount} layers, grain {grain}");
    }

    [Theory]
    [MemberData(nameof(RecomputeCases))]
    public void Get_recompute_layer(int index)
    {
        var test = SeedVectors.All.RecomputeCases[index];
        var bag = new DiagnosticBag();
        PatchPlanner.RecomputeLayer(test.Blocks, test.Split, Place.None, bag).ShouldBe(test.Expected);
        bag.Items.ShouldBeEmpty();
    }

    // The original's layers are chains with SAME padding, so the exact regions exist for them too and lie within its figures.
    [Theory]
    [MemberData(nameof(PatchCases))]
    public void Exact_regions_cover_the_map_within_the_receptive_field(int index)
    {
        var test = SeedVectors.All.PatchCases[index];
        var grid = PatchPlanner.GetPatchGrid(test.Layers, test.Split, test.N, Place.None, new DiagnosticBag()).ShouldNotBeNull();
        var map = test.Layers[test.Split - 1].Output;
        grid.Patches.Sum(patch => patch.Kept[0].PixelCount).ShouldBe((long)map.Height * map.Width);
        foreach (var patch in grid.Patches)
        {
            var side = Math.Max(patch.Kept[0].Rows.Count, patch.Kept[0].Columns.Count);
            var field = PatchPlanner.ReceptiveField(test.Layers, test.Split, side);
            patch.Input.Rows.Count.ShouldBeInRange(1, field);
            patch.Input.Columns.Count.ShouldBeInRange(1, field);
        }
    }
}
