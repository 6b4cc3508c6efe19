namespace TinyEngine.Cli.Tests;

public class ProgressTests
{
    private static string Watch(bool live, bool untilShown, int atLeastMilliseconds = 0)
    {
        using var text = new StringWriter { NewLine = "\n" };
        using var error = TextWriter.Synchronized(text); // locks itself, so the test can look while the timer writes
        string Shown()
        {
            lock (error)
                return text.ToString();
        }

        using (new Progress(new Terminal(TextWriter.Null, error, TerminalStyle.Redirected with { Live = live }), "thinking"))
        {
            Thread.Sleep(atLeastMilliseconds);
            for (var i = 0; untilShown && i < 300 && Shown().Length == 0; i++)
                Thread.Sleep(100);
        }

        return Shown();
    }

    [Fact]
    public void Short_work_is_silent() => Watch(live: true, untilShown: false).ShouldBeEmpty();

    [Fact]
    public void A_log_gets_results_only() => Watch(live: false, untilShown: false, atLeastMilliseconds: 1500).ShouldBeEmpty();

    [Fact]
    public void Long_work_shows_a_clock_on_a_terminal_and_wipes_it()
    {
        var shown = Watch(live: true, untilShown: true);
        shown.ShouldMatch(@"^\rthinking \.\.\. \d+ s ");
        shown.ShouldEndWith(" \r");
    }

    [Theory]
    [InlineData(10, null, "thinking ... 10 s ")]
    [InlineData(10, 30, "thinking ... 10 s, about 20 s left ")]
    [InlineData(31, 30, "thinking ... 31 s ")]
    public void The_clock_tells_what_is_left_where_that_is_known(int elapsed, int? end, string line) =>
        Progress.Line("thinking", TimeSpan.FromSeconds(elapsed), end is { } whole ? TimeSpan.FromSeconds(whole) : null).ShouldBe(line);
}
