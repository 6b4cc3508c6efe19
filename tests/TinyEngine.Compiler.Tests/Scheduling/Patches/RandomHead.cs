using TinyEngine.Compiler.Scheduling.Patches;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Scheduling.Patches;

/// <summary>A small network with a split, built from a list of numbers, so that a shorter list is a simpler network.</summary>
internal sealed record RandomHead(IReadOnlyList<PatchLayer> Layers, int Split, int N)
{
    public const int MaximumLayers = 7;

    public PatchLayer Last => Layers[Split - 1];

    /// <summary>Builds a network: windows of any shape, sums and concatenations of any earlier maps of equal sides, branches.</summary>
    public static RandomHead Create(IReadOnlyList<int> numbers)
    {
        var choices = new Choices(numbers);
        var input = new MapSize(choices.Next(1, 14), choices.Next(1, 14), 1);
        var layers = new List<PatchLayer>();
        var count = choices.Next(1, MaximumLayers);
        for (var i = 0; i < count; i++)
        {
            var from = choices.Next(0, 3) == 3 ? choices.Next(PatchLayer.NetworkInput, i - 1) : i - 1;
            var map = MapOf(layers, input, from);
            layers.Add(
                (choices.Next(0, 2) == 2 ? Sum(layers, input, from, map, choices) : Window(map, choices)) is var layer
                && layer.Sources.Count == 0
                    ? layer with
                    {
                        Sources = [from],
                    }
                    : layer
            );
        }

        var split = choices.Next(1, layers.Count);
        var cut = split < layers.Count ? layers[split].Input : layers[^1].Output;
        return new RandomHead(layers, split, choices.Next(1, Math.Min(4, cut.ShortSide)));
    }

    public override string ToString() =>
        $"split {Split} n {N} of [{string.Join("; ", Layers.Select(l => $"{l.Op} {l.Input} -> {l.Output} {l.Window} from {l.Sources}"))}]";

    private static MapSize MapOf(List<PatchLayer> layers, MapSize input, int index) => index < 0 ? input : layers[index].Output;

    private static PatchLayer Sum(List<PatchLayer> layers, MapSize input, int from, MapSize map, Choices choices)
    {
        int[] equal =
        [
            .. Enumerable.Range(PatchLayer.NetworkInput, layers.Count + 1).Where(i => i != from && MapOf(layers, input, i).HasSidesOf(map)),
        ];
        var others = Math.Min(equal.Length, choices.Next(0, 2));
        return new PatchLayer("ADD", map, map) { Sources = [from, .. equal[^others..]] };
    }

    private static PatchLayer Window(MapSize map, Choices choices)
    {
        var mode = choices.Next(0, 3);
        var square = choices.Next(0, 1) == 0;
        var y = Axis(map.Height, mode, choices);
        var x = square && map.Height == map.Width ? y : Axis(map.Width, mode, choices);
        return Patches.Layers.Window(map, y, x, choices.Next(0, 3) == 3 ? "MAX_POOL_2D" : "CONV_2D");
    }

    // Mode 0 and 1: SAME; 2: VALID where the window fits; 3: any padding.
    private static WindowAxis Axis(int size, int mode, Choices choices)
    {
        var (kernel, stride, dilation) = (choices.Next(1, 5), Math.Max(1, choices.Next(-2, 3)), Math.Max(1, choices.Next(-2, 3)));
        var axis = WindowAxis.Create(size, kernel, stride, dilation, same: mode != 2);
        if (mode == 3)
            axis = axis with { PadBefore = choices.Next(0, 4), PadAfter = choices.Next(0, 4) };
        return axis.OutputSize(size) >= 1 ? axis : WindowAxis.Create(size, kernel, stride, dilation, same: true);
    }

    private sealed class Choices(IReadOnlyList<int> numbers)
    {
        private int _index;

        /// <summary>The next number, from low to high; low when the list is used up.</summary>
        public int Next(int low, int high) => _index < numbers.Count ? low + (numbers[_index++] % (high - low + 1)) : low;
    }
}
