using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TinyEngine.Compiler;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli.Verbs;

/// <summary><c>tinyengine run MODEL --input FILE... --output DIR</c>: computes a model on this machine.</summary>
internal sealed class RunVerb : ReportingVerb<RunReport>
{
    /// <summary>Declares the verb.</summary>
    public RunVerb()
        : base("run", "Compute a model on this machine, byte for byte as the reference kernels do")
    {
        Add(CommonOptions.Model);
        GraphArguments.AddTo(this);
        Add(CommonOptions.Input);
        Add(CommonOptions.Output);
        Add(CommonOptions.Dump);
    }

    /// <inheritdoc/>
    public override string About =>
        """
            Inputs and outputs are raw tensors: elements in little-endian order, row-major (NHWC), nothing before or after them. An input
            may also be an array that numpy.save wrote (.npy), of the tensor's shape and element type. Give one --input file for each
            graph input, in the order that 'tinyengine inspect' shows. Writes out0.bin, out1.bin, ... to the output folder, all of them or
            none.
            """;

    /// <inheritdoc/>
    public override ImmutableArray<Example> Examples =>
        [
            new("run model.tflite --input image.bin --output results", "run the model once; the result is results/out0.bin"),
            new("run model.tflite --input left.bin right.bin --output results", "a model with two inputs"),
        ];

    /// <inheritdoc/>
    protected override string Activity => "running the model";

    /// <inheritdoc/>
    protected override JsonTypeInfo<RunReport> Json => RunJson.Default.RunReport;

    /// <inheritdoc/>
    protected override RunReport? Execute(Invocation call)
    {
        var path = call.Required(CommonOptions.Model);
        if (InputFile.ReadModel(path, call.Diagnostics) is not { } bytes || GraphArguments.Import(bytes, path, call) is not { } graph)
            return null;
        var dumps = new StageDumps();
        dumps.Add("import", GraphDump.Write(graph));
        if (InputTensors.Read(graph, path, call.Required(CommonOptions.Input), call.Diagnostics) is not { } inputs || !dumps.Write(call))
            return null;

        ImmutableArray<byte[]> outputs;
        try
        {
            outputs = new Compiler.Interpreter.Interpreter(graph).Run(inputs.AsSpan());
        }
        catch (EvaluationException exception)
        {
            call.Diagnostics.Add(exception.Diagnostic);
            return null;
        }

        var folder = call.Required(CommonOptions.Output);
        var files = outputs.Select((output, i) => new OutputFile($"out{i}.bin", output)).ToList();
        if (!OutputFiles.Write(folder, files, call))
            return null;
        return new RunReport(
            path,
            folder,
            [.. graph.Outputs.Select((id, i) => new WrittenTensor(Path.Combine(folder, files[i].Name), JsonTensor.From(graph[id])))]
        );
    }

    /// <inheritdoc/>
    protected override void Print(RunReport report, Terminal terminal) =>
        terminal.WriteTable(
            [Column.Prose("file"), Column.Prose("tensor"), "type", "shape", Column.Number("bytes")],
            report.Outputs.Select(output =>
                new[]
                {
                    output.File,
                    output.Tensor.Name,
                    output.Tensor.Dtype,
                    output.Tensor.Shape.IsEmpty ? "scalar" : string.Join('x', output.Tensor.Shape),
                    $"{output.Tensor.Bytes:N0}",
                }
            )
        );
}

/// <summary>What <c>run</c> did.</summary>
/// <param name="File">The model.</param>
/// <param name="OutputFolder">Where results are.</param>
/// <param name="Outputs">The results.</param>
internal sealed record RunReport(string File, string OutputFolder, ImmutableArray<WrittenTensor> Outputs) : Report;

/// <summary>A tensor in a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Tensor">The tensor.</param>
internal sealed record WrittenTensor(string File, JsonTensor Tensor);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunReport))]
internal sealed partial class RunJson : JsonSerializerContext;
