using System.Buffers.Binary;
using System.Collections.Immutable;
using System.ComponentModel;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain.Building;
using TinyEngine.Toolchain.Processes;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Toolchain.Running;

/// <summary>A run that came to its end.</summary>
/// <param name="Report">Figures.</param>
/// <param name="Outputs">Outputs of each sample.</param>
internal sealed record CompletedRun(HarnessReport Report, ImmutableArray<ImmutableArray<ReadOnlyMemory<byte>>> Outputs);

/// <summary>Runs a built program over samples, on this computer or on QEMU.</summary>
internal sealed class ProgramRunner(ProcessRunner processes, string folder)
{
    private static readonly ImmutableDictionary<string, string> SanitizerOptions = ImmutableDictionary<string, string>
        .Empty.Add("ASAN_OPTIONS", "detect_leaks=0:color=never")
        .Add("UBSAN_OPTIONS", "abort_on_error=1:print_stacktrace=0:color=never");

    /// <summary>Runs the samples; null when the run failed, which is then in the bag.</summary>
    /// <param name="program">What to run.</param>
    /// <param name="model">The network in it.</param>
    /// <param name="samples">Inputs.</param>
    /// <param name="target">Where to run.</param>
    /// <param name="emulator">Full path of the emulator; empty for the host.</param>
    /// <param name="options">Time limit.</param>
    /// <param name="bag">Receives what went wrong.</param>
    /// <param name="cancellation">Ends the run.</param>
    public async Task<CompletedRun?> RunAsync(
        BuiltProgram program,
        CompiledModel model,
        IReadOnlyList<Sample> samples,
        Target target,
        string emulator,
        VerifyOptions options,
        DiagnosticBag bag,
        CancellationToken cancellation
    )
    {
        var place = Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            await WriteFilesAsync(place, model, samples, target, cancellation).ConfigureAwait(false);
            var timeout = options.RunTimeout * samples.Count;
            var request = target.IsEmulated
                ? new ProcessRequest(emulator, EmulatorArguments(target, program.Path), place, timeout)
                : new ProcessRequest(program.Path, [], place, timeout) { Environment = SanitizerOptions };
            var result = await processes.RunAsync(request, cancellation).ConfigureAwait(false);
            var report = HarnessReport.Parse(result.Output);
            if (RunFindings.Explain(program, model, target, result, report, timeout) is { } problem)
            {
                bag.Add(problem);
                return null;
            }
            return new CompletedRun(report, await ReadOutputsAsync(place, model, samples.Count, cancellation).ConfigureAwait(false));
        }
        catch (Win32Exception e)
        {
            bag.Add(Diag.RunFailed, new Place(model.Name, target.Name), $"the program cannot be started: {e.Message}");
            return null;
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    // One guest instruction is one nanosecond of virtual time; nothing but the semihosting console is connected.
    private static ImmutableArray<string> EmulatorArguments(Target target, string program) =>
        [
            "-M",
            target.Machine,
            "-icount",
            "shift=0",
            "-display",
            "none",
            "-monitor",
            "none",
            "-serial",
            "none",
            "-nic",
            "none",
            "-chardev",
            "stdio,id=te",
            "-semihosting-config",
            "enable=on,target=native,chardev=te",
            "-kernel",
            program,
        ];

    private static async Task WriteFilesAsync(
        string place,
        CompiledModel model,
        IReadOnlyList<Sample> samples,
        Target target,
        CancellationToken cancellation
    )
    {
        for (var k = 0; k < samples.Count; k++)
        {
            for (var i = 0; i < samples[k].Inputs.Count; i++)
                await File.WriteAllBytesAsync(Path.Combine(place, $"in{k}_{i}.bin"), samples[k].Inputs[i], cancellation)
                    .ConfigureAwait(false);
        }
        if (!target.IsEmulated && !model.LiveRanges.IsDefaultOrEmpty)
            await File.WriteAllBytesAsync(Path.Combine(place, "live.bin"), LiveRangeTable(model.LiveRanges), cancellation)
                .ConfigureAwait(false);
    }

    /// <summary>The table that te_platform_host.c reads: step count, then for each step a count and (offset, length) pairs,
    /// ascending.</summary>
    internal static byte[] LiveRangeTable(ImmutableArray<ImmutableArray<(int Offset, int Length)>> steps)
    {
        var numbers = new List<int> { steps.Length };
        foreach (var ranges in steps)
        {
            numbers.Add(ranges.Length);
            foreach (var (offset, length) in ranges.Order())
                numbers.AddRange([offset, length]);
        }
        var bytes = new byte[4 * numbers.Count];
        for (var i = 0; i < numbers.Count; i++)
        {
            var word = bytes.AsSpan(4 * i);
            if (BitConverter.IsLittleEndian)
                BinaryPrimitives.WriteInt32LittleEndian(word, numbers[i]);
            else
                BinaryPrimitives.WriteInt32BigEndian(word, numbers[i]);
        }
        return bytes;
    }

    private static async Task<ImmutableArray<ImmutableArray<ReadOnlyMemory<byte>>>> ReadOutputsAsync(
        string place,
        CompiledModel model,
        int sampleCount,
        CancellationToken cancellation
    )
    {
        var samples = ImmutableArray.CreateBuilder<ImmutableArray<ReadOnlyMemory<byte>>>(sampleCount);
        for (var k = 0; k < sampleCount; k++)
        {
            var outputs = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(model.Outputs.Length);
            for (var i = 0; i < model.Outputs.Length; i++)
                outputs.Add(await File.ReadAllBytesAsync(Path.Combine(place, $"out{k}_{i}.bin"), cancellation).ConfigureAwait(false));
            samples.Add(outputs.ToImmutable());
        }
        return samples.ToImmutable();
    }
}
