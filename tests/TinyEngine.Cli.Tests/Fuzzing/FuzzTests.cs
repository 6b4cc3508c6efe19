using TinyEngine.Cli.Tests.Support;
using TinyEngine.Fuzz;
using TinyEngine.Fuzz.Judging;
using TinyEngine.Fuzz.Mutation;

namespace TinyEngine.Cli.Tests.Fuzzing;

/// <summary>A slice of <c>eng/fuzz.sh</c>, and the fuzzer's own properties.</summary>
public class FuzzTests
{
    [Fact]
    public void A_thousand_mutants_break_nothing()
    {
        using var folder = new TempFolder();
        var campaign = new Campaign();
        campaign.Run(
            new MutantFactory(Corpus.Read(Repository.File("tests", "conformance")), seed: 6),
            new Judge(folder.Path),
            1000,
            TimeSpan.MaxValue,
            keepEvery: int.MaxValue
        );
        var text = new StringWriter();
        campaign.Print(text);
        string.Join(
                '\n',
                campaign.Failures.Select(f =>
                    $"seed 6 mutant {f.Mutant.Index} ({f.Mutant.Kind} of {f.Mutant.Origin}: {f.Mutant.Changes}): {f.Verdict.Failure}"
                )
            )
            .ShouldBe("", text.ToString());
        campaign.Count.ShouldBe(1000, text.ToString());
        campaign.DeepShare.ShouldBeGreaterThan(Campaign.LeastDeepShare, text.ToString());
    }

    [Fact]
    public void The_same_seed_makes_the_same_mutants()
    {
        var corpus = Corpus.Read(Repository.File("tests", "conformance"));
        var (first, again, other) = (new MutantFactory(corpus, 1), new MutantFactory(corpus, 1), new MutantFactory(corpus, 2));
        for (var index = 0; index < 50; index++)
            first.Make(index).File.ShouldBe(again.Make(index).File);
        Enumerable
            .Range(0, 50)
            .Count(index => !first.Make(index).File.AsSpan().SequenceEqual(other.Make(index).File))
            .ShouldBeGreaterThan(40);
    }

    /// <summary>The check for nonsense finds what it is there for, else the fuzzer would pass on an importer that accepts
    /// everything.</summary>
    [Fact]
    public void Nonsense_is_recognized()
    {
        var origin = Corpus
            .Read(Repository.File("tests", "conformance"))
            .First(o => o.Name.StartsWith("CONV_2D", StringComparison.Ordinal));
        Sense.FindNonsense(origin.Model).ShouldBeNull();
        var graph = origin.Model.Graph();
        var weights = graph.Tensors[graph.Operators[0].Inputs[1]];
        Sense
            .FindNonsense(origin.Model.WithTensor(graph.Operators[0].Inputs[1], weights with { Shape = [.. weights.Shape.Items, 2] }))
            .ShouldNotBeNull();
        Sense.FindNonsense(origin.Model.WithGraph(graph with { Inputs = [] })).ShouldNotBeNull();
        Sense.FindNonsense(origin.Model.WithGraph(graph with { Operators = [] })).ShouldNotBeNull();
    }
}
