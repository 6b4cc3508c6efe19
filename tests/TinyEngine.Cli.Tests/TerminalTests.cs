using TinyEngine.Cli.Tests.Support;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli.Tests;

public class TerminalTests
{
    private static readonly Diagnostic Sample = new(
        Diag.UnsupportedOperator,
        new Place("m.tflite", "op 3 X 'a\e[2Jb'"),
        "operator X is not supported"
    );

    private static string Show(bool colors)
    {
        using var error = new StringWriter { NewLine = "\n" };
        new Terminal(TextWriter.Null, error, new TerminalStyle(colors, colors, false, 80)).WriteDiagnostic(Sample);
        return error.ToString();
    }

    [Fact]
    public void Diagnostics_are_plain_text_in_a_file() =>
        Show(colors: false)
            .ShouldBe(
                "m.tflite(op 3 X 'a\\x1b[2Jb'): error TE1010: operator X is not supported\n    see: docs/reference/diagnostics/TE1010.md\n"
            );

    [Fact]
    public void Diagnostics_stand_out_on_a_terminal() => Show(colors: true).ShouldContain(": \e[1;31merror TE1010\e[0m: operator");

    [Fact]
    public void Tables_are_colored_only_where_colors_are_welcome()
    {
        Tool.Run(new TerminalStyle(true, true, true, 100), "ops").Out.ShouldContain('\e');
        Tool.Run(new TerminalStyle(false, false, true, 100), "ops").Out.ShouldNotContain('\e');
    }

    [Fact]
    public void Tables_fit_the_terminal() =>
        Tool.Run(new TerminalStyle(false, false, true, 80), "ops").Out.Split('\n').ShouldAllBe(line => line.Length <= 80);
}
