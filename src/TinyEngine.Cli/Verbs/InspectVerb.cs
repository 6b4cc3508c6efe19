using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TinyEngine.Compiler;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli.Verbs;

/// <summary><c>tinyengine inspect MODEL</c>: what a model consists of, and what of it is not supported.</summary>
internal sealed class InspectVerb : ReportingVerb<InspectReport>
{
    /// <summary>Declares the verb.</summary>
    public InspectVerb()
        : base("inspect", "Show what a model consists of, and what of it is not supported")
    {
        Add(CommonOptions.Model);
        GraphArguments.AddTo(this);
        Add(CommonOptions.Dump);
    }

    /// <inheritdoc/>
    public override string About =>
        """
            Shows inputs and outputs with shape and quantization, then one line per operator: attributes, shapes, multiply-accumulates
            (padded taps counted), parameters (elements of weights and biases) and quantization. Everything that is not supported is listed
            with the reason and a remedy, all of it in one run; the exit code is then 1.
            """;

    /// <inheritdoc/>
    public override ImmutableArray<Example> Examples =>
        [
            new("inspect model.tflite", "inputs, outputs, operators, what is unsupported and why"),
            new("inspect model.tflite --json", "the same as one JSON object"),
            new("inspect model.tflite --dump stages", "also write the graph as text to stages/01-import.txt"),
        ];

    /// <inheritdoc/>
    protected override string Activity => "reading the model";

    /// <inheritdoc/>
    protected override JsonTypeInfo<InspectReport> Json => InspectJson.Default.InspectReport;

    /// <inheritdoc/>
    protected override InspectReport? Execute(Invocation call)
    {
        var path = call.Required(CommonOptions.Model);
        if (InputFile.ReadModel(path, call.Diagnostics) is not { } bytes)
            return null;
        if (GraphArguments.Import(bytes, path, call) is not { } graph)
            return InspectReport.OfFile(path, bytes)?.Without(call.Diagnostics);

        var dumps = new StageDumps();
        dumps.Add("import", GraphDump.Write(graph));
        if (!dumps.Write(call))
            return null;
        // What compile would refuse: sums that can overflow, operators without a kernel.
        var isSupported = Pipeline.Schedule(Pipeline.Optimize(graph), new CompileOptions("network"), path, call.Diagnostics) is not null;
        var report = InspectReport.OfGraph(path, bytes.Length, graph) with
        {
            Supported = isSupported,
            Signatures = InspectReport.SignaturesOf(TfliteReader.Read(bytes, path, new DiagnosticBag())!),
        };
        return isSupported ? report : report.Without(call.Diagnostics);
    }

    /// <inheritdoc/>
    protected override void Print(InspectReport report, Terminal terminal)
    {
        terminal.Out.WriteLine(
            $"{Terminal.Printable(report.Name)}: {report.FileBytes:N0} bytes, {report.Operators.Length} "
                + $"operator{(report.Operators.Length == 1 ? "" : "s")}"
        );
        foreach (var signature in report.Signatures.Length > 1 ? report.Signatures : [])
            terminal.Out.WriteLine($"signature {Terminal.Printable(signature.Name)}: graph {signature.Graph}");
        if (!report.Supported)
        {
            terminal.WriteTable(
                [Column.Number("#"), "operator", Column.Prose("in → out"), "supported"],
                report.Operators.Select(op => new[] { $"{op.Index}", op.Op, op.Shapes, op.Supported ? "yes" : "no" })
            );
            return;
        }

        terminal.Out.WriteLine($"{report.Macs:N0} MACs, {report.Parameters:N0} parameters in {report.WeightBytes:N0} bytes");
        terminal.WriteTable(
            ["", Column.Prose("name"), "type", "shape", Column.Number("scale"), Column.Number("zero point"), Column.Number("bytes")],
            [
                .. report.Inputs.Select((tensor, i) => Row($"in {i}", tensor)),
                .. report.Outputs.Select((tensor, i) => Row($"out {i}", tensor)),
                .. report.Variables.Select((tensor, i) => Row($"state {i}", tensor)),
            ]
        );
        terminal.WriteTable(
            [
                Column.Number("#"),
                "operator",
                Column.Prose("attributes"),
                Column.Prose("in → out"),
                Column.Number("MACs"),
                Column.Number("params"),
                Column.Prose("output scale, zero point"),
            ],
            report.Operators.Select(op =>
                new[] { $"{op.Index}", op.Op, op.Attributes, op.Shapes, Number(op.Macs), Number(op.Parameters), op.Quantization }
            )
        );
    }

    private static string[] Row(string label, JsonTensor tensor) =>
        [
            label,
            tensor.Name,
            tensor.Dtype,
            tensor.Shape.IsEmpty ? "scalar" : string.Join('x', tensor.Shape),
            tensor.Scale is { } scale ? $"{scale:G6}" : "-",
            tensor.ZeroPoint is { } zeroPoint ? $"{zeroPoint}" : "-",
            $"{tensor.Bytes:N0}",
        ];

    private static string Number(long value) => value == 0 ? "" : $"{value:N0}";
}

/// <summary>What <c>inspect</c> found out.</summary>
/// <param name="File">The file, as it was given.</param>
/// <param name="Name">Name of the network.</param>
/// <param name="FileBytes">Size of the file.</param>
/// <param name="Supported">Whether everything in the model is supported; when not, only the operators are listed.</param>
internal sealed record InspectReport(string File, string Name, long FileBytes, bool Supported) : Report
{
    /// <summary>Named ways to use the model's graphs, for <c>--signature</c>.</summary>
    public ImmutableArray<InspectedSignature> Signatures { get; init; } = [];

    /// <summary>Graph inputs.</summary>
    public ImmutableArray<JsonTensor> Inputs { get; init; } = [];

    /// <summary>Graph outputs.</summary>
    public ImmutableArray<JsonTensor> Outputs { get; init; } = [];

    /// <summary>State that survives between runs.</summary>
    public ImmutableArray<JsonTensor> Variables { get; init; } = [];

    /// <summary>Multiply-accumulates of one run.</summary>
    public long Macs { get; init; }

    /// <summary>Elements of all constants that operators read, each constant once.</summary>
    public long Parameters { get; init; }

    /// <summary>Bytes of the same.</summary>
    public long WeightBytes { get; init; }

    /// <summary>Operators in running order.</summary>
    public ImmutableArray<InspectedOperator> Operators { get; init; } = [];

    /// <summary>The report of a model that was understood.</summary>
    public static InspectReport OfGraph(string file, long bytes, Network graph)
    {
        var constants = graph
            .Nodes.SelectMany(node => node.Inputs)
            .Distinct()
            .Select(id => graph[id])
            .Where(value => value.IsConstant)
            .ToList();
        return new InspectReport(file, graph.Name, bytes, Supported: true)
        {
            Inputs = [.. graph.Inputs.Select(id => JsonTensor.From(graph[id]))],
            Outputs = [.. graph.Outputs.Select(id => JsonTensor.From(graph[id]))],
            Variables = [.. graph.Values.Where(value => value.Kind == ValueKind.Variable).Select(JsonTensor.From)],
            Macs = graph.CountMacs(),
            Parameters = constants.Sum(value => (long)value.Type.Shape.ElementCount),
            WeightBytes = constants.Sum(value => (long)value.Type.ByteSize),
            Operators = [.. graph.Nodes.Select((node, index) => InspectedOperator.From(graph, node, index))],
        };
    }

    /// <summary>The report with every operator marked that a diagnostic refuses.</summary>
    public InspectReport Without(DiagnosticBag diagnostics)
    {
        var places = diagnostics.Items.Where(item => item.Severity == Severity.Error).Select(item => item.Place.Detail).ToList();
        return this with
        {
            Operators =
            [
                .. Operators.Select(op =>
                    op with
                    {
                        Supported = !places.Any(place =>
                            place.Length == 0 || place.StartsWith($"op {op.SourceIndex} ", StringComparison.Ordinal)
                        ),
                    }
                ),
            ],
        };
    }

    /// <summary>The signatures of a file.</summary>
    public static ImmutableArray<InspectedSignature> SignaturesOf(TfliteModel model) =>
        [
            .. model.Signatures.Items.Select(signature => new InspectedSignature(
                signature.Key,
                signature.Subgraph,
                [.. signature.Inputs.Items.Select(map => map.Name)],
                [.. signature.Outputs.Items.Select(map => map.Name)]
            )),
        ];

    /// <summary>The report of a model with errors: what the file says, as far as it can be read; null when it cannot.</summary>
    public static InspectReport? OfFile(string file, ReadOnlyMemory<byte> bytes)
    {
        var model = TfliteReader.Read(bytes, file, new DiagnosticBag());
        if (model is not { Subgraphs: [var graph, ..] } || graph.Operators.Count > ImportLimits.Operators)
            return null;
        string Shape(int tensor) => tensor < 0 ? "-" : string.Join('x', graph.Tensors[tensor].Shape);
        return new InspectReport(file, Path.GetFileName(file), bytes.Length, Supported: false)
        {
            Signatures = SignaturesOf(model),
            Operators =
            [
                .. graph.Operators.Items.Select(
                    (op, index) =>
                    {
                        var code = model.CodeOf(op);
                        return new InspectedOperator(
                            index,
                            index,
                            code.CustomCode ?? code.Code.SchemaName(),
                            op.Outputs is [>= 0 and var first, ..] ? graph.Tensors[first].Name : ""
                        )
                        {
                            Shapes =
                                $"{Shape(op.Inputs.Count > 0 ? op.Inputs[0] : -1)} → {string.Join(", ", op.Outputs.Items.Select(Shape))}",
                        };
                    }
                ),
            ],
        };
    }
}

/// <summary>A named way to use one of a model's graphs.</summary>
/// <param name="Name">Name of the signature.</param>
/// <param name="Graph">Index of the graph.</param>
/// <param name="Inputs">What it calls the graph's inputs.</param>
/// <param name="Outputs">What it calls the graph's outputs.</param>
internal sealed record InspectedSignature(string Name, int Graph, ImmutableArray<string> Inputs, ImmutableArray<string> Outputs);

/// <summary>One operator of a model.</summary>
/// <param name="Index">Position in running order.</param>
/// <param name="SourceIndex">Index in the file.</param>
/// <param name="Op">Operator, in TFLite's spelling.</param>
/// <param name="Name">Name of its first output.</param>
internal sealed record InspectedOperator(int Index, int SourceIndex, string Op, string Name)
{
    /// <summary>Whether the operator is supported as it is; why not, the diagnostics say.</summary>
    public bool Supported { get; init; } = true;

    /// <summary>Attributes for people.</summary>
    public string Attributes { get; init; } = "";

    /// <summary>Operands that are computed or supplied at run time.</summary>
    public ImmutableArray<JsonTensor> Inputs { get; init; } = [];

    /// <summary>Operands that are known: weights, biases, tables.</summary>
    public ImmutableArray<JsonTensor> Constants { get; init; } = [];

    /// <summary>Results.</summary>
    public ImmutableArray<JsonTensor> Outputs { get; init; } = [];

    /// <summary>Multiply-accumulates of one run.</summary>
    public long Macs { get; init; }

    /// <summary>Elements of its constants.</summary>
    public long Parameters { get; init; }

    /// <summary>Shapes for people, for example <c>96x96x3 → 48x48x8</c>.</summary>
    [JsonIgnore]
    public string Shapes { get; init; } = "";

    /// <summary>Quantization for people.</summary>
    [JsonIgnore]
    public string Quantization { get; init; } = "";

    /// <summary>A node of a graph.</summary>
    public static InspectedOperator From(Network graph, Node node, int index)
    {
        var types = graph.TypesOf(node);
        var values = node.Inputs.Select(id => graph[id]).ToList();
        var (constants, inputs) = (values.Where(value => value.IsConstant).ToList(), values.Where(value => !value.IsConstant).ToList());
        return new InspectedOperator(index, node.SourceIndex, node.Op.Name, node.Name)
        {
            Attributes = node.Op.Attributes,
            Inputs = [.. inputs.Select(JsonTensor.From)],
            Constants = [.. constants.Select(JsonTensor.From)],
            Outputs = [.. node.Outputs.Select(id => JsonTensor.From(graph[id]))],
            Macs = (node.Op as ICountMacs)?.CountMacs(types) ?? 0,
            Parameters = constants.Sum(value => (long)value.Type.Shape.ElementCount),
            Shapes = $"{Join(inputs.Select(value => value.Type))} → {Join(types.Outputs)}",
            Quantization = string.Join(
                "; ",
                types
                    .Outputs.Select(type => Describe(type.Quant))
                    .Concat(constants.Any(value => value.Type.Quant.Scales.Count > 1) ? ["per-channel weights"] : [])
            ),
        };
    }

    private static string Join(IEnumerable<TensorType> types) =>
        string.Join(", ", types.Select(type => type.DType == DType.Int8 ? $"{type.Shape}" : $"{type.DType.Name()} {type.Shape}"));

    private static string Describe(QuantParams quant) =>
        quant.IsPerTensor ? $"{quant.Scale:G6}, {quant.ZeroPoint}"
        : quant.IsQuantized ? $"{quant.Scales.Count} scales"
        : "-";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(InspectReport))]
internal sealed partial class InspectJson : JsonSerializerContext;
