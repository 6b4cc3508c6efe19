namespace TinyEngine.Cli.Tests;

public class SuggestionsTests
{
    [Theory]
    [InlineData("inspect", "inspect", 0)]
    [InlineData("inspcet", "inspect", 1)]
    [InlineData("run", "ru", 1)]
    [InlineData("", "ops", 3)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_counts_edits_and_swaps(string a, string b, int distance) => Suggestions.Distance(a, b).ShouldBe(distance);

    [Theory]
    [InlineData("INSPECT", "inspect")]
    [InlineData("verfy", "verify")]
    [InlineData("x", null)]
    [InlineData("completely-different", null)]
    public void Only_near_words_are_suggested(string typed, string? expected) =>
        Suggestions.Nearest(typed, ["inspect", "run", "verify"]).ShouldBe(expected);
}
