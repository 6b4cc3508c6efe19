using System.Text.Json;

namespace TinyEngine.Emulation.Tests.EndToEnd;

/// <summary>Measured figures of a network on a Cortex-M7.</summary>
/// <param name="ArenaBytes">RAM for buffers.</param>
/// <param name="Instructions">Executed instructions of one run, to within 40.</param>
/// <param name="FlashBytes">Code, weights and tables.</param>
internal sealed record Baseline(int ArenaBytes, long Instructions, int FlashBytes);

/// <summary>The figures that a change may not silently make worse: <c>tests/baselines/networks.json</c>. With
/// <c>TINYENGINE_UPDATE_BASELINES=1</c> the file is rewritten instead.</summary>
internal static class Baselines
{
    private static readonly Lock Gate = new();
    private static readonly string File = Path.Combine(Root(), "tests", "baselines", "networks.json");
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private static readonly SortedDictionary<string, Baseline> Known = System.IO.File.Exists(File)
        ? JsonSerializer.Deserialize<SortedDictionary<string, Baseline>>(System.IO.File.ReadAllText(File), Options)!
        : [];

    /// <summary>Fails when a figure is worse than the baseline; the compiler's version may move instructions and flash by a
    /// percent.</summary>
    public static void Check(string network, Baseline measured)
    {
        if (Environment.GetEnvironmentVariable("TINYENGINE_UPDATE_BASELINES") == "1")
        {
            lock (Gate)
            {
                Known[network] = measured;
                System.IO.File.WriteAllText(File, JsonSerializer.Serialize(Known, Options) + "\n");
            }

            return;
        }

        Known.ShouldContainKey(network);
        var baseline = Known[network];
        measured.ArenaBytes.ShouldBeLessThanOrEqualTo(baseline.ArenaBytes, $"{network}: arena");
        measured.Instructions.ShouldBeLessThanOrEqualTo(baseline.Instructions * 101 / 100, $"{network}: instructions");
        measured.FlashBytes.ShouldBeLessThanOrEqualTo(baseline.FlashBytes * 101 / 100, $"{network}: flash");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "TinyEngine.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside a checkout.");
        return folder.FullName;
    }
}
