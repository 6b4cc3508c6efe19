using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using TinyEngine.Toolchain.Processes;

namespace TinyEngine.Toolchain.Tests.Processes;

public sealed class ProcessRunnerTests : IDisposable
{
    private readonly ProcessRunner _runner = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _runner.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Output_error_and_exit_code_are_captured()
    {
        var result = await _runner.RunAsync(Shell("echo out; echo err >&2; exit 3"), default);
        (result.Output, result.Error, result.ExitCode, result.TimedOut, result.Succeeded).ShouldBe(("out\n", "err\n", 3, false, false));
    }

    [Fact]
    public async Task Output_is_capped_and_the_program_still_ends()
    {
        var result = await _runner.RunAsync(
            Shell("i=0; while [ $i -lt 20000 ]; do echo 0123456789; i=$((i+1)); done") with
            {
                OutputLimit = 100,
            },
            default
        );
        result.Output.Length.ShouldBe(100);
        result.Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_timeout_kills_the_whole_tree()
    {
        var clock = Stopwatch.StartNew();
        var result = await _runner.RunAsync(
            Shell("sleep 987 & echo $!; sleep 987; echo never") with
            {
                Timeout = TimeSpan.FromSeconds(3),
            },
            default
        );
        result.TimedOut.ShouldBeTrue();
        result.Output.ShouldNotContain("never");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        IsRunning(int.Parse(result.Output)).ShouldBeFalse();
    }

    [Fact]
    public async Task Cancellation_kills_the_whole_tree()
    {
        var pidFile = Path.Combine(_folder.Path, "pid");
        using var cancellation = new CancellationTokenSource();
        var run = _runner.RunAsync(
            Shell($"sleep 987 & echo $! > {pidFile}.new; mv {pidFile}.new {pidFile}; sleep 987"),
            cancellation.Token
        );
        while (!File.Exists(pidFile))
            await Task.Delay(20);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => run);
        IsRunning(int.Parse(File.ReadAllText(pidFile))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_cancelled_token_starts_nothing() =>
        await Should.ThrowAsync<OperationCanceledException>(() => _runner.RunAsync(Shell("exit 0"), new CancellationToken(true)));

    [Fact]
    public async Task A_program_that_does_not_exist_throws() =>
        await Should.ThrowAsync<Win32Exception>(() => _runner.RunAsync(Shell("") with { FileName = "/no/such/program" }, default));

    [Fact]
    public async Task Only_the_path_is_inherited()
    {
        Environment.SetEnvironmentVariable("TE_TEST_LEAK", "1");
        var request = Shell("env") with { Environment = ImmutableDictionary<string, string>.Empty.Add("GIVEN", "yes") };
        var names = (await _runner.RunAsync(request, default)).Output.Split('\n').Select(l => l.Split('=')[0]).ToList();
        names.ShouldContain("PATH");
        names.ShouldContain("GIVEN");
        names.ShouldNotContain("TE_TEST_LEAK");
        names.ShouldNotContain("HOME");
    }

    [Fact]
    public async Task At_most_two_run_at_a_time()
    {
        const string Script = "touch mark.$$; ls mark.* | wc -l; sleep 0.3; rm mark.$$";
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _runner.RunAsync(Shell(Script), default)));
        results.Select(r => int.Parse(r.Output)).Max().ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public void A_command_line_is_quoted_for_the_shell() =>
        new ProcessRequest("/bin/cc", ["-c", "a b.c", "-DX=\"y\"", "it's"], "/", default).CommandLine.ShouldBe(
            "/bin/cc -c 'a b.c' '-DX=\"y\"' 'it'\\''s'"
        );

    [Fact]
    public void A_temporary_folder_disappears_with_its_contents()
    {
        string path;
        using (var folder = new TemporaryFolder())
        {
            path = folder.Path;
            Path.GetDirectoryName(path).ShouldBe(Path.GetTempPath().TrimEnd('/'));
            File.WriteAllText(Path.Combine(folder.CreateFolder("deep"), "file"), "x");
        }
        Directory.Exists(path).ShouldBeFalse();
    }

    private ProcessRequest Shell(string script) => new("/bin/sh", ["-c", script], _folder.Path, TimeSpan.FromSeconds(60));

    private static bool IsRunning(int id)
    {
        // A killed grandchild may stay a zombie until whoever adopted it looks.
        var status = $"/proc/{id}/stat";
        try
        {
            return File.Exists(status) && !File.ReadAllText(status).Contains(") Z ");
        }
        catch (IOException)
        {
            return false;
        }
    }
}
