namespace TinyEngine.Cli.Tests;

public class ProgressTests
{
    private static string Watch(bool live, int milliseconds)
    {
        using var error = new StringWriter { NewLine = "\n" };
        using (new Progress(new Terminal(TextWriter.Null, error, TerminalStyle.Redirected with { Live = live }), "thinking"))
            Thread.Sleep(milliseconds);
        return error.ToString();
    }

    [Fact]
    public void Short_work_is_silent() => Watch(live: true, 0).ShouldBeEmpty();

    [Fact]
    public void Long_work_leaves_one_line_in_a_log() => Watch(live: false, 1500).ShouldBe("thinking ...\n");

    [Fact]
    public void Long_work_shows_a_clock_on_a_terminal_and_wipes_it()
    {
        var shown = Watch(live: true, 1500);
        shown.ShouldStartWith("\rthinking ... 1 s");
        shown.ShouldEndWith(" \r");
    }
}
