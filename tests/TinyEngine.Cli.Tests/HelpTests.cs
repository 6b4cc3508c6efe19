using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests;

public class HelpTests
{
    public static TheoryData<string> Verbs => [.. VerbTable.All.Select(verb => verb.Name)];

    [Theory]
    [InlineData]
    [InlineData("help")]
    [InlineData("--help")]
    [InlineData("-h")]
    public void The_overview_lists_every_verb(params string[] arguments)
    {
        var result = Tool.Run(arguments);
        result.Code.ShouldBe(0);
        result.Error.ShouldBeEmpty();
        foreach (var verb in VerbTable.All)
            result.Out.ShouldContain($"\n  {verb.Name} ");
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_verb_has_a_page_with_options_examples_and_exit_codes(string verb)
    {
        var page = Tool.Run("help", verb);
        page.Code.ShouldBe(0);
        page.Out.ShouldContain($"Usage: tinyengine {verb}");
        page.Out.ShouldContain($"  tinyengine {verb}");
        page.Out.ShouldContain("Exit codes");
        Tool.Run(verb, "--help").Out.ShouldBe(page.Out);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_option_and_argument_is_described(string name)
    {
        var verb = VerbTable.All.Single(verb => verb.Name == name);
        verb.Options.ShouldAllBe(option => option.Description != null);
        verb.Arguments.ShouldAllBe(argument => argument.Description != null);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Examples_are_understood(string name)
    {
        foreach (var example in VerbTable.All.Single(verb => verb.Name == name).Examples)
            CommandLine.Parse(example.Command.Split(' ')).Errors.ShouldBeEmpty(example.Command);
    }

    [Fact]
    public void The_version_is_one_line() => Tool.Run("--version").Out.ShouldMatch(@"^tinyengine \d+\.\d+\.\d+\n$");
}
