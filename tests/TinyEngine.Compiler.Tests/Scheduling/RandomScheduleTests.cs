using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Compiler.Tests.Support;

namespace TinyEngine.Compiler.Tests.Scheduling;

/// <summary>Any legal schedule of a network gives the bytes of the interpreter.</summary>
public class RandomScheduleTests
{
    /// <summary>First seed; the next networks have the next ones. Both can be set from outside to look further.</summary>
    private static readonly int FirstSeed = Number("TINYENGINE_RANDOM_SEED", 20_000);

    private static readonly int Count = Number("TINYENGINE_RANDOM_COUNT", 900);

    [Fact]
    public void Random_networks_in_random_stages_give_the_interpreters_bytes()
    {
        var found = new Dictionary<string, int>();
        for (var seed = FirstSeed; seed < FirstSeed + Count; seed++)
        {
            foreach (var feature in Check(seed))
                found[feature] = found.GetValueOrDefault(feature) + 1;
        }

        var covered = string.Join(", ", StageFeatures.All.Select(feature => $"{feature}: {found.GetValueOrDefault(feature)}"));
        StageFeatures.All.ShouldAllBe(feature => found.GetValueOrDefault(feature) >= 20, covered);
    }

    /// <summary>Networks that were planned wrongly once.</summary>
    /// <param name="seed">The network. 770921: a row takes over the slot of a row above it, in a window without padding above.</param>
    [Theory]
    [InlineData(770921)]
    public void A_random_network_that_failed_once_gives_the_interpreters_bytes(int seed) => Check(seed).ShouldNotBeEmpty();

    private static HashSet<string> Check(int seed)
    {
        try
        {
            var graph = RandomNetwork.Build(seed);
            var plan = RandomPlan.Build(graph, seed, null, InputMode.Arena, InputMode.External, InputMode.Stream);
            PlanValidator.FindMistake(plan).ShouldBeNull();
            byte[][] inputs = [.. graph.Inputs.Select(id => SyntheticInput.Bytes(graph[id].Type, (ulong)seed))];
            var expected = new Interpreter.Interpreter(graph).Run(inputs);
            var actual = RowSimulator.Run(plan, inputs);
            for (var o = 0; o < actual.Length; o++)
                actual[o].AsSpan().SequenceEqual(expected[o]).ShouldBeTrue($"output {o} differs");
            return StageFeatures.Of(plan);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"seed {seed}: {e.Message}", e);
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : otherwise;
}
