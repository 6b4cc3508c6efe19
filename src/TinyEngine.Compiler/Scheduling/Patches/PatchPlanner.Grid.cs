using System.Collections.Immutable;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Scheduling.Patches;

/// <content>Exact regions.</content>
internal static partial class PatchPlanner
{
    /// <summary>Finds for each patch which pixels of each map it needs.</summary>
    /// <param name="layers">The network's layers in running order.</param>
    /// <param name="split">Position of the first layer after the head, equal to the number of layers in the head.</param>
    /// <param name="n">Patches along each side; need not divide the maps.</param>
    /// <param name="place">Where diagnostics point.</param>
    /// <param name="bag">Receives TE3001 for a split outside the network, TE3002 for an n that the map at the split does not allow.</param>
    /// <returns>The regions, or null when <paramref name="bag"/> received an error.</returns>
    /// <remarks>The maps that are needed after the head are tiled. Backwards through the layers, a patch then computes of each map the
    /// smallest rectangle that holds its tile and all that the later layers of the patch read (<see cref="PatchLayer.InputRegion"/>).
    /// Regions never leave the maps, so no padding is computed as if it were a pixel, and a residual inside the head or across the split
    /// finds what it adds.</remarks>
    /// <exception cref="ArgumentException">A layer does not fit its window or the layers that it reads.</exception>
    public static PatchGrid? GetPatchGrid(IReadOnlyList<PatchLayer> layers, int split, int n, Place place, DiagnosticBag bag)
    {
        if (!Check(layers, split, n, place, bag))
            return null;
        for (var i = 0; i < layers.Count; i++)
            Validate(layers, i);

        var readInHead = new bool[split];
        var readAfter = new bool[split];
        for (var i = 0; i < layers.Count; i++)
        {
            foreach (var source in SourcesOf(layers, i).Where(source => source >= 0 && source < split))
                (i < split ? readInHead : readAfter)[source] = true;
        }

        EquatableArray<int> kept = [.. Enumerable.Range(0, split).Where(i => readAfter[i] || !readInHead[i])];
        var patches = ImmutableArray.CreateBuilder<Patch>(checked(n * n));
        for (var row = 0; row < n; row++)
        {
            for (var column = 0; column < n; column++)
                patches.Add(CreatePatch(layers, split, kept, n, row, column));
        }

        return new PatchGrid(n, split, kept, new EquatableArray<Patch>(patches.MoveToImmutable()));
    }

    private static Patch CreatePatch(
        IReadOnlyList<PatchLayer> layers,
        int split,
        EquatableArray<int> keptLayers,
        int n,
        int row,
        int column
    )
    {
        var kept = keptLayers.Items.Select(i => PatchRegion.Tile(layers[i].Output, n, row, column)).ToImmutableArray();
        var computed = new PatchRegion[split];
        foreach (var (index, layer) in keptLayers.Items.Index())
            computed[layer] = kept[index];
        var input = default(PatchRegion);
        for (var i = split - 1; i >= 0; i--)
        {
            var read = layers[i].InputRegion(computed[i]);
            foreach (var source in SourcesOf(layers, i))
            {
                if (source == PatchLayer.NetworkInput)
                    input = input.Union(read);
                else
                    computed[source] = computed[source].Union(read);
            }
        }

        return new Patch(row, column, input, [.. computed], new EquatableArray<PatchRegion>(kept));
    }

    private static ImmutableArray<int> SourcesOf(IReadOnlyList<PatchLayer> layers, int index) =>
        layers[index].Sources is { Count: > 0 } sources ? sources.Items : [index - 1];

    private static void Validate(IReadOnlyList<PatchLayer> layers, int index)
    {
        var layer = layers[index];
        foreach (var source in SourcesOf(layers, index))
        {
            if (source < PatchLayer.NetworkInput || source >= index)
                throw new ArgumentException(
                    $"Layer {index} {layer.Op} reads layer {source}, which does not come before it.",
                    nameof(layers)
                );
            var map = source == PatchLayer.NetworkInput ? layers[0].Input : layers[source].Output;
            if (!layer.Input.HasSidesOf(map))
            {
                throw new ArgumentException(
                    $"Layer {index} {layer.Op} reads a map of {layer.Input}, but layer {source} writes {map}.",
                    nameof(layers)
                );
            }
        }

        var (height, width) = layer.Window is { } window
            ? (window.Y.OutputSize(layer.Input.Height), window.X.OutputSize(layer.Input.Width))
            : (layer.Input.Height, layer.Input.Width);
        if (height < 1 || width < 1 || (height, width) != (layer.Output.Height, layer.Output.Width))
        {
            throw new ArgumentException(
                $"Layer {index} {layer.Op} writes a map of {layer.Output}; {height}x{width} follows from its window.",
                nameof(layers)
            );
        }
    }
}
