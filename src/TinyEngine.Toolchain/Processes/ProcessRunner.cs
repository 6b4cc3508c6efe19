using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace TinyEngine.Toolchain.Processes;

/// <summary>Runs programs, at most two at a time, and never leaves one behind.</summary>
internal sealed class ProcessRunner : IDisposable
{
    /// <summary>Programs that may run at the same time.</summary>
    public const int MaximumParallel = 2;

    /// <summary>How long the pipes may stay open after the program's end (held by something it started) before its last words are
    /// lost.</summary>
    private static readonly TimeSpan PipeGrace = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _gate = new(MaximumParallel);

    /// <summary>Runs a program to its end, its timeout or cancellation, whichever comes first.</summary>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the process tree is gone by then.</exception>
    public async Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await RunOneAsync(request, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private static async Task<ProcessResult> RunOneAsync(ProcessRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var process = new Process { StartInfo = StartInfo(request) };
        process.Start();
        using var exitGuard = ExitGuard.Register(() => Kill(process));
        process.StandardInput.Close();
        var output = ReadAsync(process.StandardOutput, request.OutputLimit);
        var error = ReadAsync(process.StandardError, request.OutputLimit);

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(request.Timeout);
        var timedOut = false;
        try
        {
            await process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            timedOut = true;
        }
        await Task.WhenAny(Task.WhenAll(output, error), Task.Delay(PipeGrace, CancellationToken.None)).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return new ProcessResult(process.ExitCode, timedOut, Text(output), Text(error));
    }

    private static string Text(Task<string> stream) => stream.IsCompletedSuccessfully ? stream.Result : "";

    private static ProcessStartInfo StartInfo(ProcessRequest request)
    {
        var info = new ProcessStartInfo(request.FileName, request.Arguments)
        {
            WorkingDirectory = request.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        info.Environment.TryGetValue("PATH", out var path);
        info.Environment.Clear();
        info.Environment["PATH"] = path;
        info.Environment["LC_ALL"] = "C";
        info.Environment["TMPDIR"] = request.WorkingDirectory; // what a killed compiler leaves goes away with our own folder
        foreach (var (name, value) in request.Environment)
            info.Environment[name] = value;
        return info;
    }

    private static async Task<string> ReadAsync(StreamReader reader, int limit)
    {
        var kept = new StringBuilder();
        var buffer = new char[8192];
        int count;
        while ((count = await reader.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            kept.Append(buffer, 0, Math.Min(count, limit - kept.Length));
        return kept.ToString();
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended in the meantime, or part of its tree did.
        }
    }
}
