using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Cli.Verbs;

/// <summary><c>tinyengine ops</c>: what is supported, from the operator table.</summary>
internal sealed class OpsVerb : ReportingVerb<OpsReport>
{
    private static readonly Option<bool> Markdown = new("--markdown")
    {
        Description = "print the reference page docs/reference/operators.md",
    };

    /// <summary>Declares the verb.</summary>
    public OpsVerb()
        : base("ops", "List the supported operators with their data types and limits") => Add(Markdown);

    /// <inheritdoc/>
    public override ImmutableArray<Example> Examples =>
        [new("ops", "a table of all operators"), new("ops --json", "the same as one JSON object")];

    /// <inheritdoc/>
    protected override JsonTypeInfo<OpsReport> Json => OpsJson.Default.OpsReport;

    /// <inheritdoc/>
    protected override OpsReport? Execute(Invocation call) => OpsReport.Create(call.Get(Markdown));

    /// <inheritdoc/>
    protected override void Print(OpsReport report, Terminal terminal)
    {
        if (report.AsMarkdown)
            terminal.Out.Write(report.ToMarkdown());
        else
            PrintTable(report, terminal);
    }

    private static void PrintTable(OpsReport report, Terminal terminal)
    {
        terminal.WriteTable(
            ["operator", "C", Column.Prose("computes"), Column.Prose("data types"), Column.Prose("limits"), Column.Prose("row stages")],
            report.Operators.Select(op =>
                new[] { op.Name, op.HasKernels ? "yes" : "no", op.Summary, string.Join("; ", op.DataTypes), op.Limits, op.Rows }
            )
        );
        terminal.Out.WriteLine();
        terminal.WriteTable(["not supported", Column.Prose("why")], report.Missing.Select(op => new[] { op.Name, op.Reason }));
        terminal.Out.WriteLine(
            $"TensorFlow Lite Micro registers {MicroResolver.Names.Length} operators; {MicroResolver.Names.Length - report.Missing.Length} "
                + "of them are supported."
        );
        terminal.Out.WriteLine("C: whether there are kernels for generated code; all run in the interpreter.");
        terminal.Out.WriteLine("row stages: whether --schedule stream can run it row by row, at batch 1.");
    }
}

/// <summary>What <c>ops</c> lists.</summary>
/// <param name="Operators">Operators by name.</param>
internal sealed record OpsReport(ImmutableArray<SupportedOperator> Operators) : Report
{
    /// <summary>Whether people get the reference page in place of the table.</summary>
    [JsonIgnore]
    public bool AsMarkdown { get; init; }

    /// <summary>What TensorFlow Lite Micro registers and this tool does not support.</summary>
    public ImmutableArray<MissingOperator> Missing =>
        [
            .. MicroResolver
                .Names.Except(Operators.Select(op => op.Name))
                .Order(StringComparer.Ordinal)
                .Select(name => new MissingOperator(name, Reason(name))),
        ];

    private static string Reason(string name) =>
        name switch
        {
            "IF" or "WHILE" => "control flow chooses code at run time; generated code has one order, for which memory is planned",
            "ethos-u" => "commands for an NPU, which Vela made of the operators: compile the file before Vela",
            "TFLM_DECODE" => "tensors are decompressed at run time: compile the file before compression",
            "SignalRfft" or "SignalIrfft" => "Fourier transforms are not written yet",
            _ when name.StartsWith("Signal", StringComparison.Ordinal) => "samples kept from frame to frame are not written yet",
            _ => "not written yet",
        };

    /// <summary>Reads the operator table: one entry per TFLite operator, in alphabetical order.</summary>
    public static OpsReport Create(bool markdown = false) =>
        new([
            .. OperatorTable
                .All.SelectMany(def =>
                    TfliteTable.Of(def.Type).Where(mapping => !mapping.IsWriteOnly).Select(mapping => Entry(def, mapping))
                )
                .Concat(TfliteVariables.Operators.Select(OfVariables))
                .OrderBy(op => op.Name, StringComparer.Ordinal),
        ])
        {
            AsMarkdown = markdown,
        };

    private static SupportedOperator Entry(OperatorDef def, TfliteMapping mapping)
    {
        var form = def.Forms.FirstOrDefault(form => form.Name == mapping.Name);
        return new SupportedOperator(
            mapping.Name,
            (int)mapping.Code,
            form?.Summary ?? def.Summary,
            form is { DataTypes.IsEmpty: false } ? form.DataTypes : def.DataTypes,
            def.Limits,
            def.Rows,
            HasKernels(def.Type)
        );
    }

    private static SupportedOperator OfVariables((BuiltinOperator Code, string Summary, string Limits) op) =>
        new(
            op.Code.SchemaName(),
            (int)op.Code,
            op.Summary,
            UpdateVariable.Definition.DataTypes,
            op.Limits,
            UpdateVariable.Definition.Rows,
            HasKernels: true
        );

    /// <summary>Whether generated code can contain an operator: it has kernels, or needs none.</summary>
    private static bool HasKernels(Type op) => typeof(IEmitC).IsAssignableFrom(op) || typeof(IAliasesInput).IsAssignableFrom(op);

    /// <summary>The reference page.</summary>
    public string ToMarkdown()
    {
        static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
        var rows = Operators.Select(op =>
            $"| `{op.Name}` | {Cell(op.Summary)} | {string.Join("<br>", op.DataTypes.Select(Cell))} | {Cell(op.Limits)} | "
            + $"{Cell(op.Rows)} | {(op.HasKernels ? "yes" : "no")} |"
        );
        return $"""
            # Supported operators

            Generated by `tinyengine ops --markdown` from the operator table; regenerate with `eng/snapshots.sh`, do not edit.
            Every operator runs in the interpreter (`tinyengine run`); the last column says whether there are kernels for generated code
            too. "Row stages" says whether `--schedule stream` can run an operator row by row, always on maps of batch 1 and of at most
            32,767 rows; an operator that cannot takes whole tensors, so that a stage ends before it. Constant weights of 4 bits (int4)
            are read as int8.

            | TFLite operator | Computes | Data types | Limits | Row stages | C kernels |
            |---|---|---|---|---|---|
            {string.Join('\n', rows)}

            ## Not supported

            TensorFlow Lite Micro (commit 90b983c2) registers {MicroResolver.Names.Length} operators, of which
            {MicroResolver.Names.Length - Missing.Length} are supported (`inMicroResolver` in `ops --json`). The others:

            | Operator | Why |
            |---|---|
            {string.Join('\n', Missing.Select(op => $"| `{op.Name}` | {op.Reason} |"))}

            """;
    }
}

/// <summary>One operator.</summary>
/// <param name="Name">TFLite's name.</param>
/// <param name="TfliteCode">TFLite's operator code.</param>
/// <param name="Summary">What it computes.</param>
/// <param name="DataTypes">Element types.</param>
/// <param name="Limits">Attribute ranges and restrictions.</param>
/// <param name="Rows">Whether it can run row by row in a stage, or under which conditions, or why not.</param>
/// <param name="HasKernels">Whether generated code can contain it; tensors of more than six axes may still be refused (TE5004).</param>
internal sealed record SupportedOperator(
    string Name,
    int TfliteCode,
    string Summary,
    ImmutableArray<string> DataTypes,
    string Limits,
    string Rows,
    bool HasKernels
)
{
    /// <summary>Whether TensorFlow Lite Micro's resolver registers it.</summary>
    public bool InMicroResolver => MicroResolver.Names.Contains(Name);
}

/// <summary>An operator that TensorFlow Lite Micro registers and this tool does not support.</summary>
/// <param name="Name">TFLite's name.</param>
/// <param name="Reason">Why.</param>
internal sealed record MissingOperator(string Name, string Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OpsReport))]
internal sealed partial class OpsJson : JsonSerializerContext;
