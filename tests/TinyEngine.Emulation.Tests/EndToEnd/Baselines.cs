using System.Text.Json;
using TinyEngine.Compiler.Targets;

namespace TinyEngine.Emulation.Tests.EndToEnd;

/// <summary>Measured figures of a network on a core.</summary>
/// <param name="ArenaBytes">RAM for buffers.</param>
/// <param name="Instructions">Executed instructions of one run, to within 40.</param>
/// <param name="FlashBytes">Code, weights and tables.</param>
internal sealed record Baseline(int ArenaBytes, long Instructions, int FlashBytes);

/// <summary>The figures that no change may move silently, for the worse or for the better: <c>tests/baselines/networks.json</c>, by network
/// and core. With <c>TINYENGINE_UPDATE_BASELINES=1</c> the file is rewritten instead.</summary>
internal static class Baselines
{
    private static readonly Lock Gate = new();
    private static readonly string File = Repository.File("tests", "baselines", "networks.json");
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private static readonly SortedDictionary<string, SortedDictionary<string, Baseline>> Known = JsonSerializer.Deserialize<
        SortedDictionary<string, SortedDictionary<string, Baseline>>
    >(System.IO.File.ReadAllText(File), Options)!;

    /// <summary>Fails when a figure is another one than the baseline's; the compiler's version may move instructions and flash by a
    /// percent.</summary>
    public static void Check(string network, Target target, Baseline measured)
    {
        if (Environment.GetEnvironmentVariable("TINYENGINE_UPDATE_BASELINES") == "1")
        {
            lock (Gate)
            {
                if (!Known.TryGetValue(network, out var cores))
                    Known[network] = cores = [];
                cores[target.Name] = measured;
                System.IO.File.WriteAllText(File, JsonSerializer.Serialize(Known, Options) + "\n");
            }

            return;
        }

        Known.ShouldContainKey(network);
        Known[network].ShouldContainKey(target.Name);
        var baseline = Known[network][target.Name];
        const string Renew = "better or meant: TINYENGINE_UPDATE_BASELINES=1";
        measured.ArenaBytes.ShouldBe(baseline.ArenaBytes, $"{network} on {target.Name}: arena; {Renew}");
        Within(measured.Instructions, baseline.Instructions, $"{network} on {target.Name}: instructions; {Renew}");
        Within(measured.FlashBytes, baseline.FlashBytes, $"{network} on {target.Name}: flash; {Renew}");
    }

    private static void Within(long measured, long baseline, string what) => (100.0 * measured / baseline).ShouldBeInRange(99, 101, what);
}
