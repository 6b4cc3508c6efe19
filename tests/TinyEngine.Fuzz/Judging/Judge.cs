using TinyEngine.Cli;
using TinyEngine.Compiler;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Interpreter;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Fuzz.Mutation;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Fuzz.Judging;

/// <summary>Sends a mutant through the whole pipeline. What comes out must be diagnostics that can be read or a network that makes
/// sense.</summary>
/// <param name="folder">Where unusual files are made.</param>
internal sealed class Judge(string folder)
{
    /// <summary>Processor time that no file may take.</summary>
    public static readonly TimeSpan MaximumTime = TimeSpan.FromSeconds(2);

    /// <summary>Bytes that no stage may allocate for a file. What is freed on the way counts too, so this is stricter than a limit of the
    /// heap.</summary>
    private const long MaximumAllocation = 512L << 20;

    private const long RunnableMacs = 200_000;
    private const long RunnableBytes = 100_000;

    private readonly List<string> _signatureIds = [];

    private long _largest;

    /// <summary>Judges a mutant.</summary>
    public Verdict Of(Mutant mutant)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        _largest = 0;
        _signatureIds.Clear();
        Verdict verdict;
        try
        {
            verdict = mutant.Kind == MutantKind.FileSystem ? FileSystem(mutant) : Compile(mutant.File);
        }
        catch (Exception exception)
        {
            verdict = new Verdict(Outcome.Failed, [], exception.ToString());
        }

        verdict = verdict with
        {
            Ids = [.. verdict.Ids, .. _signatureIds],
            AllocatedBytes = _largest,
            Time = Environment.CpuUsage.TotalTime - cpu,
        };
        if (verdict.Failure.Length == 0 && verdict.Time > MaximumTime)
            verdict = verdict with { Outcome = Outcome.Failed, Failure = $"took {verdict.Time.TotalSeconds:F1} s" };
        if (verdict.Failure.Length == 0 && verdict.AllocatedBytes > MaximumAllocation)
            verdict = verdict with { Outcome = Outcome.Failed, Failure = $"a stage allocated {verdict.AllocatedBytes:N0} bytes" };
        return verdict;
    }

    /// <summary>The pipeline on bytes.</summary>
    public Verdict Compile(byte[] file)
    {
        var bag = new DiagnosticBag();
        var graph = Stage(() => Pipeline.Import(file, "mutant.tflite", bag));
        if ((graph is null) != bag.HasErrors)
            return Failed(bag, "no graph and no error, or both");
        if (FindSignatureMistake(file) is { } mistake)
            return Failed(bag, mistake);
        if (graph is null)
            return Refused(Outcome.RefusedByImport, bag);
        if (Sense.FindNonsense(TfliteReader.Read(file, "mutant.tflite", new DiagnosticBag())!) is { } nonsense)
            return Failed(bag, $"accepted nonsense: {nonsense}");
        if (Stage(() => ExportDiffers(graph)) is { } difference)
            return Failed(bag, difference);

        var optimized = Stage(() => Pipeline.Optimize(graph));
        foreach (var target in new[] { Target.Host, Target.CortexM7 })
        {
            var options = new CompileOptions("net") { Target = target };
            var plan = Stage(() => Pipeline.Plan(optimized, options, "mutant.tflite", bag));
            if ((plan is null) != bag.HasErrors)
                return Failed(bag, "no plan and no error, or both");
            if (plan is null)
                return Refused(Outcome.RefusedLater, bag);
            if (IsSmall(plan))
                Stage(() => Pipeline.Emit(plan, options));
        }

        // Half of the files deliver their outputs row by row, too.
        var streamed = new CompileOptions("net")
        {
            Schedule = ScheduleKind.Stream,
            Interface = new InterfaceModes(InputMode.Arena, file.Length % 8 < 4 ? OutputMode.Rows : OutputMode.Arena),
        };
        if (Stage(() => Pipeline.Plan(optimized, streamed, "mutant.tflite", bag)) is not { } stream)
            return Failed(bag, "a plan of whole tensors, but none row by row");
        if (IsSmall(stream))
            Stage(() => Pipeline.Emit(stream, streamed));

        return Stage(() => Run(graph, optimized, bag));
    }

    /// <summary>Imports the graph of each signature, and of one that there may not be; their diagnostics are added.</summary>
    private string? FindSignatureMistake(byte[] file)
    {
        if (TfliteReader.Read(file, "mutant.tflite", new DiagnosticBag()) is not { Signatures.Count: > 0 } model)
            return null;
        foreach (var name in model.Signatures.Items.Select(signature => signature.Key).Take(3).Append("serve2"))
        {
            var own = new DiagnosticBag();
            var graph = Pipeline.Import(file, "mutant.tflite", own, name);
            if ((graph is null) != own.HasErrors)
                return $"signature '{name}': no graph and no error, or both";
            _signatureIds.AddRange(own.Items.Select(item => item.Id));
        }

        return null;
    }

    private T Stage<T>(Func<T> work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = work();
        _largest = Math.Max(_largest, GC.GetAllocatedBytesForCurrentThread() - before);
        return result;
    }

    /// <summary>The file as something that is not a file to read.</summary>
    private Verdict FileSystem(Mutant mutant)
    {
        var path = Path.Combine(folder, "mutant.tflite");
        File.Delete(path);
        switch (mutant.Index / 1000 % 4)
        {
            case 0:
                break;
            case 1:
                path = folder;
                break;
            case 2:
                using (var file = File.Create(path))
                    file.SetLength(ImportLimits.FileBytes + 1); // a hole, which takes no room
                break;
            default:
                File.WriteAllBytes(path, mutant.File);
                break;
        }

        var bag = new DiagnosticBag();
        var bytes = InputFile.ReadModel(path, bag);
        if ((bytes is null) != bag.HasErrors)
            return Failed(bag, "no bytes and no error, or both");
        return bytes is null ? Refused(Outcome.RefusedByImport, bag) : Compile(bytes);
    }

    private static bool IsSmall(MemoryPlan plan) =>
        plan.ArenaBytes <= RunnableBytes && ConstantBytes(plan.Schedule.Graph) <= RunnableBytes && plan.Schedule.Graph.Nodes.Length <= 200;

    private static long ConstantBytes(Network graph) => graph.Values.Where(v => v.IsConstant).Sum(v => (long)v.Type.ByteSize);

    /// <summary>Passes keep the bytes of the outputs.</summary>
    private static Verdict Run(Network graph, Network optimized, DiagnosticBag bag)
    {
        var accepted = new Verdict(Outcome.Accepted, [.. bag.Items.Select(item => item.Id)]);
        if (graph.CountMacs() > RunnableMacs || graph.Values.Sum(v => (long)v.Type.ByteSize) > RunnableBytes || graph.Nodes.Length > 200)
            return accepted;
        try
        {
            var inputs = Inputs(graph);
            var (before, after) = (new Interpreter(graph).Run(inputs), new Interpreter(optimized).Run(inputs));
            for (var o = 0; o < before.Length; o++)
            {
                if (!before[o].AsSpan().SequenceEqual(after[o]))
                    return Failed(bag, $"output {o} changes with the passes");
            }
        }
        catch (EvaluationException exception)
        {
            bag.Add(exception.Diagnostic);
            return Refused(Outcome.RefusedLater, bag);
        }

        return accepted with
        {
            Runnable = graph,
        };
    }

    /// <summary>Inputs that look random and are always the same.</summary>
    public static byte[][] Inputs(Network graph)
    {
        var random = new Random(5);
        return
        [
            .. graph.Inputs.Select(id =>
            {
                var bytes = new byte[graph[id].Type.ByteSize];
                random.NextBytes(bytes);
                if (graph[id].Type.DType == DType.Float32)
                    Floats(bytes, random);
                return bytes;
            }),
        ];
    }

    private static void Floats(byte[] bytes, Random random)
    {
        foreach (ref var value in System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes.AsSpan()))
            value = (float)((random.NextDouble() - 0.5) * 20);
    }

    /// <summary>A graph that is written as a file and read again is the same.</summary>
    private static string? ExportDiffers(Network graph)
    {
        var bag = new DiagnosticBag();
        if (TfliteExporter.Export(graph, bag) is not { } file)
            return bag.HasErrors ? null : "the export gives neither a file nor an error";
        if (Pipeline.Import(file, graph.Name, bag) is not { } again)
            return $"what was exported cannot be imported: {string.Join('\n', bag.Items)}";
        var (first, second) = (Operators(graph), Operators(again));
        return first == second ? null : $"export and import change the graph from\n{first}to\n{second}";
    }

    private static string Operators(Network graph) =>
        string.Concat(
            graph.Nodes.Select(node =>
                $"{node.Op} {string.Join(", ", graph.TypesOf(node).Inputs)} → {string.Join(", ", graph.TypesOf(node).Outputs)}\n"
            )
        );

    private static Verdict Failed(DiagnosticBag bag, string failure) =>
        new(Outcome.Failed, [.. bag.Items.Select(item => item.Id)], failure);

    /// <summary>A refusal that people can read: a place, one line without control characters, a page to look up.</summary>
    private static Verdict Refused(Outcome outcome, DiagnosticBag bag)
    {
        const int Longest = 2000;
        foreach (var item in bag.Items)
        {
            var text = item.ToString();
            if (item.Message.Length == 0 || text.Length > Longest || string.IsNullOrEmpty(item.Place.File))
                return Failed(bag, $"a diagnostic without message or place, or longer than {Longest}: {text}");
            if (new[] { item.Message, item.Place.ToString(), item.Why, item.Try }.Any(part => part.Any(char.IsControl)))
                return Failed(bag, $"a diagnostic with control characters: {text}");
        }

        return new Verdict(outcome, [.. bag.Items.Select(item => item.Id)]);
    }
}
