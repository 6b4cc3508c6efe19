using TinyEngine.Compiler;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Interpreter;
using TinyEngine.Compiler.Targets;
using TinyEngine.Fuzz.Mutation;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain;
using TinyEngine.Toolchain.Tools;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Fuzz.Judging;

/// <summary>Compiles accepted mutants to C and runs them on this computer under sanitizers, with every byte of the arena that no value
/// occupies inaccessible. Outputs must be the interpreter's.</summary>
internal static class SanitizedRuns
{
    /// <summary>Runs a sample, spread over the campaign; portable kernels and the portable bodies of SIMD kernels take turns.</summary>
    /// <returns>How many ran, and how many of them were wrong.</returns>
    public static (int Ran, int Wrong) Run(IReadOnlyList<(Mutant Mutant, Graph.Network Graph)> mutants, int count, TextWriter output)
    {
        using var verifier = new Verifier(Toolset.FromEnvironment());
        var step = Math.Max(1, mutants.Count / Math.Max(1, count));
        var (ran, wrong) = (0, 0);
        for (var i = 0; i < mutants.Count && ran < count; i += step)
        {
            var (mutant, graph) = mutants[i];
            var target = ran % 2 == 0 ? Target.Host : Target.CortexM7;
            ran++;
            if (Verify(verifier, graph, target) is not { } failure)
                continue;
            wrong++;
            output.WriteLine(
                $"WRONG mutant {mutant.Index} with {target.InstructionSet} kernels ({mutant.Kind} of {mutant.Origin}: {mutant.Changes})\n"
                    + failure
            );
        }

        return (ran, wrong);
    }

    private static string? Verify(Verifier verifier, Graph.Network graph, Target target)
    {
        var options = new CompileOptions("net") { Target = target };
        var plan = Pipeline.Plan(Pipeline.Optimize(graph), options, graph.Name, new DiagnosticBag());
        var sources = Pipeline.Emit(plan!, options);
        var folder = Directory.CreateTempSubdirectory("tinyengine-fuzz-").FullName;
        try
        {
            foreach (var (file, text) in sources.Files)
                File.WriteAllText(Path.Combine(folder, file), text);
            var inputs = Judge.Inputs(graph);
            var expected = new Interpreter(graph).Run(inputs);
            var sample = new Sample([.. inputs.Select(i => (ReadOnlyMemory<byte>)i)], [.. expected.Select(o => (ReadOnlyMemory<byte>)o)]);
            var result = verifier.VerifyAsync(CompiledModel.From(sources, folder), [sample], Target.Host).GetAwaiter().GetResult();
            return result.Match && result.Sanitized ? null : string.Join('\n', result.Diagnostics);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
