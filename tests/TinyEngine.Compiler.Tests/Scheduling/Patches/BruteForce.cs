using TinyEngine.Compiler.Scheduling.Patches;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Scheduling.Patches;

/// <summary>Patches done the slow way: one pixel, one tap at a time. Maps have one channel; index 0 is the network's input, i + 1 the
/// output of layer i.</summary>
internal static class BruteForce
{
    /// <summary>All pixels of a rectangle.</summary>
    public static IEnumerable<(int Y, int X)> Pixels(PatchRegion region) =>
        from y in Enumerable.Range(region.Rows.Start, region.Rows.Count)
        from x in Enumerable.Range(region.Columns.Start, region.Columns.Count)
        select (y, x);

    /// <summary>Marks what each pixel needs, from the kept pixels back to the input, and draws a rectangle round the marks of each
    /// map.</summary>
    /// <param name="head">The network.</param>
    /// <param name="grid">The patches.</param>
    /// <param name="patch">One of them.</param>
    /// <param name="whole">Whether all pixels of a rectangle are computed, as a patch does, or only the marked ones.</param>
    public static (PatchRegion Input, PatchRegion[] Computed) Regions(RandomHead head, PatchGrid grid, Patch patch, bool whole)
    {
        var needed = new HashSet<(int Y, int X)>[head.Split + 1];
        for (var i = 0; i < needed.Length; i++)
            needed[i] = [];
        foreach (var (index, layer) in grid.KeptLayers.Index())
            needed[layer + 1].UnionWith(Pixels(patch.Kept[index]));
        for (var i = head.Split - 1; i >= 0; i--)
        {
            var layer = head.Layers[i];
            foreach (var pixel in whole ? Pixels(Box(needed[i + 1])) : needed[i + 1])
            {
                foreach (var source in layer.Sources)
                    needed[source + 1].UnionWith(Taps(layer, pixel));
            }
        }

        return (Box(needed[0]), [.. needed.Skip(1).Select(Box)]);
    }

    /// <summary>All maps, computed whole.</summary>
    public static int?[][,] RunWhole(RandomHead head)
    {
        var input = head.Layers[0].Input;
        if (head.Layers[0].Sources != [PatchLayer.NetworkInput])
            throw new InvalidOperationException("the first layer reads the input");
        var maps = new int?[head.Split + 1][,];
        maps[0] = new int?[input.Height, input.Width];
        for (var y = 0; y < input.Height; y++)
        {
            for (var x = 0; x < input.Width; x++)
                maps[0][y, x] = (y * 31) + (x * 7) + 1;
        }

        for (var i = 0; i < head.Split; i++)
            Run(head.Layers[i], Whole(head.Layers[i].Output), maps, i);
        return maps;
    }

    /// <summary>All maps with only those pixels filled in that a patch reads or computes; reading another one fails.</summary>
    public static int?[][,] RunPatch(RandomHead head, Patch patch, int?[,] input)
    {
        var maps = new int?[head.Split + 1][,];
        maps[0] = new int?[input.GetLength(0), input.GetLength(1)];
        foreach (var (y, x) in Pixels(patch.Input))
            maps[0][y, x] = input[y, x];
        for (var i = 0; i < head.Split; i++)
            Run(head.Layers[i], patch.Computed[i], maps, i);
        return maps;
    }

    private static void Run(PatchLayer layer, PatchRegion outputs, int?[][,] maps, int index)
    {
        var output = maps[index + 1] = new int?[layer.Output.Height, layer.Output.Width];
        foreach (var (y, x) in Pixels(outputs))
        {
            // A weight for each place among the taps, so that no tap can stand in for another.
            var sum = index;
            foreach (var source in layer.Sources)
            {
                foreach (var (ty, tx) in Taps(layer, (y, x)))
                    sum = unchecked(
                        (sum * 33)
                        + (
                            maps[source + 1][ty, tx]
                            ?? throw new InvalidOperationException($"layer {index} reads {ty},{tx}, which is not there")
                        )
                    );
            }

            output[y, x] = sum;
        }
    }

    private static IEnumerable<(int Y, int X)> Taps(PatchLayer layer, (int Y, int X) pixel)
    {
        if (layer.Window is not { } window)
            return [pixel];
        return from y in Taps(window.Y, pixel.Y, layer.Input.Height) from x in Taps(window.X, pixel.X, layer.Input.Width) select (y, x);
    }

    private static IEnumerable<int> Taps(WindowAxis axis, int output, int size) =>
        Enumerable
            .Range(0, axis.Kernel)
            .Select(tap => (output * axis.Stride) - axis.PadBefore + (tap * axis.Dilation))
            .Where(tap => tap >= 0 && tap < size);

    private static PatchRegion Whole(MapSize map) => new(new RowRange(0, map.Height), new RowRange(0, map.Width));

    private static PatchRegion Box(IReadOnlyCollection<(int Y, int X)> pixels) =>
        pixels.Count == 0
            ? default
            : new PatchRegion(
                new RowRange(pixels.Min(p => p.Y), pixels.Max(p => p.Y) + 1),
                new RowRange(pixels.Min(p => p.X), pixels.Max(p => p.X) + 1)
            );
}
