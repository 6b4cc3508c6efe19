using System.Collections.Immutable;
using System.Text.Json;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests;

public class InternalErrorTests
{
    private sealed class BrokenVerb : Verb
    {
        public BrokenVerb()
            : base("broken", "Always fails")
        {
            Add(CommonOptions.Json);
            Add(CommonOptions.Verbose);
        }

        public override ImmutableArray<Example> Examples => [];

        public override ExitCode Invoke(Invocation call) => throw new InvalidOperationException("an invariant\nis broken");
    }

    private static ToolResult Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var verb = new BrokenVerb();
        using var call = new Invocation(verb.Parse(arguments), new Terminal(output, error, TerminalStyle.Redirected));
        return new ToolResult((int)CommandLine.Guard(verb, call), output.ToString(), error.ToString());
    }

    [Fact]
    public void An_escaped_exception_is_TE9001_with_what_to_send_us()
    {
        var result = Run();
        result.Code.ShouldBe(70);
        result.Out.ShouldBeEmpty();
        result.Error.ShouldStartWith(
            "tinyengine: error TE9001: 'broken' failed with InvalidOperationException: an invariant is broken\n"
                + "    why: this is a bug in TinyEngine"
        );
        result.Error.ShouldContain("--verbose");
        result.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public void Verbose_adds_the_stack_trace() => Run("--verbose").Error.ShouldContain("   at ");

    [Fact]
    public void Json_tells_the_same()
    {
        using var json = JsonDocument.Parse(Run("--json").Out);
        json.RootElement.GetProperty("diagnostics")[0].GetProperty("id").GetString().ShouldBe("TE9001");
    }
}
