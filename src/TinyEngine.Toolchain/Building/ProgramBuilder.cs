using System.Collections.Immutable;
using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain.Processes;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Toolchain.Building;

/// <summary>A linked program: a generated network, the harness and, for a board, its port.</summary>
/// <param name="Path">The executable.</param>
/// <param name="Key">Full paths of all objects, one a line; equal for programs built from equal objects.</param>
/// <param name="Map">Where everything lies; null for the host.</param>
/// <param name="ModelObjects">Objects of the generated folder.</param>
internal sealed record BuiltProgram(string Path, string Key, LinkMap? Map, ImmutableHashSet<string> ModelObjects)
{
    /// <summary>How deep the stack can get in a run, from the function of the harness where measuring begins too; null when there is no
    /// bound. Calls through a pointer reach the function of the harness that takes rows of outputs.</summary>
    public int? BoundStack() =>
        StackBound.Of(
            Key.Split('\n').Select(o => System.IO.Path.ChangeExtension(o, ".ci")).Where(File.Exists).Select(File.ReadAllText),
            "run_model",
            "take_row"
        );

    /// <summary>The stack frames of all functions of the generated folder, deepest first.</summary>
    public ImmutableArray<StackUsage> StackFrames() =>
        [
            .. ModelObjects
                .Select(o => System.IO.Path.ChangeExtension(o, ".su"))
                .Where(File.Exists)
                .SelectMany(file => StackUsage.Parse(File.ReadLines(file)))
                .OrderByDescending(u => u.Bytes)
                .ThenBy(u => u.Function, StringComparer.Ordinal),
        ];
}

/// <summary>How to build.</summary>
/// <param name="Target">What for.</param>
/// <param name="Compiler">Full path of the compiler.</param>
/// <param name="Linker">Full path of the compiler that links.</param>
/// <param name="Flags">Flags for code.</param>
/// <param name="DataFlags">Flags for the file of constants.</param>
/// <param name="LinkFlags">Flags of the link.</param>
/// <param name="ExtraSources">Sources beside those of the model and the harness.</param>
/// <param name="StepHook">Whether the harness' te_step is called between steps: it takes the place of NAME_step.</param>
internal sealed record BuildRecipe(
    Target Target,
    string Compiler,
    string Linker,
    ImmutableArray<string> Flags,
    ImmutableArray<string> DataFlags,
    ImmutableArray<string> LinkFlags,
    ImmutableArray<string> ExtraSources,
    bool StepHook
);

/// <summary>Compiles a generated folder with the harness and links it.</summary>
internal sealed class ProgramBuilder(ProcessRunner processes, ObjectStore objects, EmbeddedFiles files, string folder, TimeSpan timeout)
{
    private const int InputGap = 64;
    private const int InputAlign = 16;

    /// <summary>The recipe for a board.</summary>
    public BuildRecipe BoardRecipe(Target target, ArmCompiler compiler, ImmutableArray<string> flags, bool stepHook) =>
        new(
            target,
            compiler.Path,
            compiler.Gcc,
            [.. flags, .. target.CpuFlags],
            // Constants are the same for both, and megabytes of them take seconds to compile; other objects do not link with theirs.
            [.. flags, .. (target.Name == Target.CortexM7.Name ? Target.CortexM4 : target).CpuFlags],
            [.. target.CpuFlags, .. BuildFlags.Link, "-nostartfiles", "-T", files.LinkerScript(target.Machine)],
            [files.HarnessFile("te_platform_cortex_m.c"), .. Directory.GetFiles(files.CommonPort, "*.c").Order(StringComparer.Ordinal)],
            stepHook
        );

    /// <summary>The recipe for this computer: instrumented and, where possible, sanitized.</summary>
    public BuildRecipe HostRecipe(HostCompiler compiler) =>
        new(
            Target.Host,
            compiler.Path,
            compiler.Path,
            compiler.CompileFlags,
            compiler.CompileFlags,
            compiler.LinkFlags,
            [files.HarnessFile("te_platform_host.c")],
            StepHook: true
        );

    /// <summary>Builds; null when it failed, which is then in the bag.</summary>
    public async Task<BuiltProgram?> BuildAsync(
        CompiledModel model,
        int sampleCount,
        BuildRecipe recipe,
        VerifyOptions options,
        DiagnosticBag bag,
        CancellationToken cancellation
    )
    {
        var sources = Directory.GetFiles(model.Folder, "*.c").Order(StringComparer.Ordinal).ToImmutableArray();
        var jobs = sources
            .Select(source => ModelJob(source, model, recipe))
            .Append(HarnessJob(model, sampleCount, recipe, options))
            .Concat(recipe.ExtraSources.Select(source => Job(source, model, recipe, [])));
        var compiled = await CompileAsync([.. jobs], cancellation).ConfigureAwait(false);
        var place = new Place(model.Name, recipe.Target.Name);
        foreach (var failed in compiled.Where(c => c.Failure is not null).Take(BuildErrors.MaximumFiles))
            bag.Add(BuildErrors.OfCompiler(place, recipe.Target, failed, timeout));
        if (bag.HasErrors)
            return null;
        var modelObjects = compiled.Take(sources.Length).Select(c => c.Object).ToImmutableHashSet();
        return await LinkAsync([.. compiled.Select(c => c.Object)], modelObjects, recipe, place, bag, cancellation).ConfigureAwait(false);
    }

    // The largest sources start first, so that the last one to finish is a small one.
    private async Task<CompileResult[]> CompileAsync(ImmutableArray<CompileJob> jobs, CancellationToken cancellation)
    {
        var running = jobs.OrderByDescending(job => new FileInfo(job.Source).Length)
            .ToDictionary(job => job, job => objects.CompileAsync(job, cancellation));
        await Task.WhenAll(running.Values).ConfigureAwait(false);
        return await Task.WhenAll(jobs.Select(job => running[job])).ConfigureAwait(false);
    }

    private async Task<BuiltProgram?> LinkAsync(
        ImmutableArray<string> objectFiles,
        ImmutableHashSet<string> modelObjects,
        BuildRecipe recipe,
        Place place,
        DiagnosticBag bag,
        CancellationToken cancellation
    )
    {
        var build = Directory.CreateDirectory(System.IO.Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName;
        var program = System.IO.Path.Combine(build, "program");
        var map = System.IO.Path.Combine(build, "program.map");
        ImmutableArray<string> mapFlags = recipe.Target.IsEmulated ? ["-Wl,-Map=" + map] : [];
        var request = new ProcessRequest(recipe.Linker, [.. recipe.LinkFlags, .. mapFlags, .. objectFiles, "-o", program], build, timeout);
        var linked = await processes.RunAsync(request, cancellation).ConfigureAwait(false);
        if (!linked.Succeeded)
        {
            bag.Add(BuildErrors.OfLinker(place, recipe.Target, linked, timeout));
            return null;
        }
        var linkMap = recipe.Target.IsEmulated ? LinkMap.Parse(await File.ReadAllTextAsync(map, cancellation).ConfigureAwait(false)) : null;
        return new BuiltProgram(program, string.Join('\n', objectFiles), linkMap, modelObjects);
    }

    // Kernels know nothing of the hook, so their objects serve builds with and without it.
    private CompileJob ModelJob(string source, CompiledModel model, BuildRecipe recipe)
    {
        var name = System.IO.Path.GetFileName(source);
        if (name == model.Name + "_weights.c")
            return Job(source, model, recipe, []) with { Flags = recipe.DataFlags };
        if (!recipe.StepHook || name.StartsWith(model.Name + "_kernels", StringComparison.Ordinal))
            return Job(source, model, recipe, []);
        return Job(source, model, recipe, ["-DTE_STEP_HOOK", $"-D{model.Name}_step=te_step"]);
    }

    private CompileJob HarnessJob(CompiledModel model, int sampleCount, BuildRecipe recipe, VerifyOptions options)
    {
        var defines = ImmutableArray.CreateBuilder<string>();
        defines.Add("-DTE_MODEL=" + model.Name);
        defines.Add("-DTE_MODEL_MACRO=" + model.Name.ToUpperInvariant());
        defines.Add($"-DTE_MODEL_HEADER=\"{model.Name}.h\"");
        defines.Add($"-DTE_SAMPLE_COUNT={sampleCount}");
        if (recipe.StepHook)
            defines.Add("-DTE_STEP_HOOK");
        if (model.HasState)
            defines.Add("-DTE_MODEL_STATE");
        if (options.KeepState)
            defines.Add("-DTE_SEQUENCE");
        if (model.Interface.Inputs == InputMode.External)
            defines.Add($"-DTE_EXTERNAL_BYTES={ExternalBytes(model)}");
        if (model.Interface.Inputs == InputMode.Stream)
            defines.Add("-DTE_STREAM");
        if (model.Interface.Inputs == InputMode.Stream && !recipe.Target.IsEmulated)
            defines.Add("-DTE_STREAM_CHECKS");
        if (model.Interface.Outputs == OutputMode.Rows)
            defines.Add($"-DTE_OUTPUT_BYTES={model.Outputs.Sum(output => (long)output.Bytes)}");
        var header = System.IO.Path.Combine(model.Folder, model.Name + ".h");
        return Job(files.HarnessFile("te_harness.c"), model, recipe, defines.ToImmutable()) with { AlsoDependsOn = [header] };
    }

    private static long ExternalBytes(CompiledModel model) =>
        InputGap + model.Inputs.Sum(i => (i.Bytes + InputAlign - 1L) / InputAlign * InputAlign + InputGap);

    private CompileJob Job(string source, CompiledModel model, BuildRecipe recipe, ImmutableArray<string> defines) =>
        new(source, recipe.Compiler, [.. recipe.Flags, .. defines], [model.Folder, files.Harness, files.CommonPort], []);
}
