using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Compiler.Tests.Scheduling;
using TinyEngine.Compiler.Tests.Support;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Planning;

/// <summary>
/// The validator is the plan's certificate: whatever mistake is made in a plan of row stages, if running it gives other bytes, the
/// validator refuses it and says where. The row simulator decides whether a changed plan is wrong.
/// </summary>
public partial class PlanCertificateTests
{
    private const int Plans = 200;
    private const int MostOfAPlan = 4;

    /// <summary>Mistakes that the simulator cannot see, because it has no tiles or does not ask who runs a step.</summary>
    private static readonly string[] AlwaysWrong =
    [
        "a narrow tile a column too narrow",
        "a narrow tile a row too low",
        "a step of a narrow block by itself",
        "a row of another stage",
        "a row computed twice",
    ];

    private static readonly Lazy<ImmutableArray<(MemoryPlan Plan, byte[][] Inputs, ImmutableArray<byte[]> Expected)>> Right = new(() =>
        [.. Enumerable.Range(700, Plans).Select(Make)]
    );

    public static TheoryData<string> Kinds => [.. PlanMistake.All.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_mistake_is_caught_and_its_place_named(string name)
    {
        var kind = PlanMistake.All.Single(kind => kind.Name == name);
        var caught = 0;
        foreach (var (plan, inputs, expected) in Right.Value)
        {
            foreach (var changed in kind.Inject(plan).Take(MostOfAPlan))
            {
                var isWrong = AlwaysWrong.Contains(name) || !Gives(changed, inputs, expected);
                var mistake = PlanValidator.FindMistake(changed);
                if (!isWrong)
                    continue;
                mistake.ShouldNotBeNull($"{plan.Schedule.Graph.Name}: {name}");
                Place().IsMatch(mistake).ShouldBeTrue(mistake);
                caught++;
            }
        }

        caught.ShouldBeGreaterThanOrEqualTo(3, name);
    }

    [Fact]
    public void Unchanged_plans_pass()
    {
        foreach (var (plan, inputs, expected) in Right.Value)
        {
            PlanValidator.FindMistake(plan).ShouldBeNull();
            Gives(plan, inputs, expected).ShouldBeTrue();
        }
    }

    [GeneratedRegex("'[a-z]+_?[0-9]*(:[0-9]+)?'|steps? [0-9]+|rows that arrived|row [0-9]+ of the input|rows of the input")]
    private static partial Regex Place();

    private static (MemoryPlan Plan, byte[][] Inputs, ImmutableArray<byte[]> Expected) Make(int seed)
    {
        var graph = RandomNetwork.Build(seed);
        byte[][] inputs = [.. graph.Inputs.Select(id => SyntheticInput.Bytes(graph[id].Type, (ulong)seed))];
        return (
            RandomPlan.Build(graph, seed, null, InputMode.Arena, InputMode.External, InputMode.Stream),
            inputs,
            new Interpreter.Interpreter(graph).Run(inputs)
        );
    }

    private static bool Gives(MemoryPlan plan, byte[][] inputs, ImmutableArray<byte[]> expected)
    {
        try
        {
            return RowSimulator.Run(plan, inputs).Zip(expected).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
        }
        catch (Exception e)
            when (e
                    is ShouldAssertException
                        or ArgumentException
                        or IndexOutOfRangeException
                        or InvalidOperationException
                        or KeyNotFoundException
            )
        {
            return false;
        }
    }
}
