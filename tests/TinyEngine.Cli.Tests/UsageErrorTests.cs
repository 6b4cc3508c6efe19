using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests;

public class UsageErrorTests
{
    [Theory]
    [InlineData("unknown verb 'inspct'", "did you mean: inspect", "inspct", "m.tflite")]
    [InlineData("unknown verb 'rnu'", "did you mean: run", "rnu")]
    [InlineData("unknown verb 'zzzzzz'", "try: tinyengine help", "zzzzzz")]
    [InlineData("unknown verb 'opps'", "did you mean: ops", "help", "opps")]
    [InlineData("unknown option '--jsno'", "try: tinyengine help", "--jsno")]
    [InlineData("no verb given", "try: tinyengine help", "--verbose")]
    [InlineData("'inspect' has no option '--jsno'", "did you mean: --json", "inspect", "m.tflite", "--jsno")]
    [InlineData("'run' has no option '--ouput'", "did you mean: --output", "run", "m.tflite", "--ouput=x", "--output", "y")]
    [InlineData("'run' has no option '-x'", "try: tinyengine help run", "run", "m.tflite", "-x", "--output", "y")]
    [InlineData("required argument 'MODEL' missing", "try: tinyengine help inspect", "inspect")]
    [InlineData("option '--output' is required", "try: tinyengine help run", "run", "m.tflite")]
    [InlineData("required argument missing for option: '--output'", "try: tinyengine help run", "run", "m.tflite", "--output")]
    [InlineData(
        "'inspect' does not know what to do with 'second.tflite'",
        "try: tinyengine help inspect",
        "inspect",
        "m.tflite",
        "second.tflite"
    )]
    public void A_command_line_that_makes_no_sense_gives_exit_code_2(string message, string hint, params string[] arguments)
    {
        var result = Tool.Run(arguments);
        result.Code.ShouldBe(2);
        result.Out.ShouldBeEmpty();
        result.Error.ShouldStartWith($"tinyengine: {message}");
        result.Error.ShouldContain(hint);
    }

    [Fact]
    public void A_file_name_that_starts_with_an_at_sign_is_a_file_name()
    {
        var result = Tool.Run("inspect", "@model.tflite");
        result.Code.ShouldBe(1);
        result.Error.ShouldStartWith("@model.tflite: error TE1001");
    }

    [Fact]
    public void Hostile_arguments_do_not_reach_the_terminal() => Tool.Run("\e[31mred").Error.ShouldNotContain('\e');
}
