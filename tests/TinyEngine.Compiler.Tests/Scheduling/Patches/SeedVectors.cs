using System.Text.Json;
using TinyEngine.Compiler.Scheduling.Patches;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Scheduling.Patches;

/// <summary>
/// What TinyEngine's functions answered (tests/vectors/README.md); the environment variable TINYENGINE_SEED_VECTORS names another file of
/// the same form, relative to the root of the checkout or absolute.
/// </summary>
internal sealed class SeedVectors
{
    private static readonly Lazy<SeedVectors> Loaded = new(() => new SeedVectors(Read()));

    private SeedVectors(JsonElement root)
    {
        PatchCases = [.. root.GetProperty("get_patch_params").EnumerateArray().Select(PatchCase)];
        RecomputeCases = [.. root.GetProperty("get_recompute_layer").EnumerateArray().Select(RecomputeCase)];
    }

    public static SeedVectors All => Loaded.Value;

    public IReadOnlyList<SeedPatchCase> PatchCases { get; }

    public IReadOnlyList<SeedRecomputeCase> RecomputeCases { get; }

    private static JsonElement Read()
    {
        var other = Environment.GetEnvironmentVariable("TINYENGINE_SEED_VECTORS");
        var path = string.IsNullOrEmpty(other) ? "vectors/patch_vectors.json" : Path.Combine("..", other);
        using var document = JsonDocument.Parse(TestFiles.Read(path));
        return document.RootElement.Clone();
    }

    private static SeedPatchCase PatchCase(JsonElement test) =>
        new(
            [.. test.GetProperty("layers").EnumerateArray().Select(Layer)],
            Int(test, "split_idx"),
            Int(test, "n_patch"),
            Parameters(test.GetProperty("patch_params")),
            [
                .. test.GetProperty("receptive_field")
                    .EnumerateArray()
                    .Select(field => (Int(field, "layer_cnt"), Int(field, "grain"), Int(field, "expected"))),
            ]
        );

    private static PatchLayer Layer(JsonElement layer)
    {
        var input = new MapSize(Int(layer, "input_h"), Int(layer, "input_w"), Int(layer, "input_c"));
        var output = new MapSize(Int(layer, "output_h"), Int(layer, "output_w"), Int(layer, "output_c"));
        Window2D? window = layer.TryGetProperty("kernel_h", out _)
            ? new Window2D(Axis(layer, 'h', input.Height), Axis(layer, 'w', input.Width))
            : null;
        return new PatchLayer(layer.GetProperty("op").GetString()!, input, output, window);
    }

    private static WindowAxis Axis(JsonElement layer, char side, int size) =>
        WindowAxis.Create(size, Int(layer, $"kernel_{side}"), Int(layer, $"stride_{side}"), dilation: 1, same: true);

    private static PatchParameters Parameters(JsonElement expected) =>
        new(
            PatchCount: Int(expected, "n_patch"),
            LayerCount: Int(expected, "layer_cnt"),
            SingleReceptiveField: Int(expected, "single_rf"),
            OutputChannels: Int(expected, "output_c"),
            OutputHeight: Int(expected, "output_h"),
            OutputWidth: Int(expected, "output_w"),
            PatchReceptiveField: Int(expected, "grain_rf"),
            PatchReceptiveFieldHeight: Int(expected, "grain_rf_height"),
            PadLeft: Int(expected, "pad_l"),
            PadRight: Int(expected, "pad_r")
        );

    private static SeedRecomputeCase RecomputeCase(JsonElement test) =>
        new(
            [.. test.GetProperty("model").GetProperty("blocks").EnumerateArray().Select(Block)],
            Int(test, "split_idx"),
            Int(test, "expected")
        );

    private static PatchBlock Block(JsonElement block) => new(Has(block, "pointwise1"), Has(block, "depthwise"), Has(block, "pointwise2"));

    private static bool Has(JsonElement block, string part) =>
        block.TryGetProperty(part, out var value) && value.ValueKind != JsonValueKind.Null;

    private static int Int(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}

/// <summary>A case of <c>get_patch_params</c>, with the cases of <c>compute_receptive_field</c> on the same layers.</summary>
internal sealed record SeedPatchCase(
    IReadOnlyList<PatchLayer> Layers,
    int Split,
    int N,
    PatchParameters Expected,
    IReadOnlyList<(int LayerCount, int Grain, int Expected)> Fields
);

/// <summary>A case of <c>get_recompute_layer</c>.</summary>
internal sealed record SeedRecomputeCase(IReadOnlyList<PatchBlock> Blocks, int Split, int Expected);
