using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli;

/// <summary>What a verb found out. Its public properties are the JSON object of <c>--json</c>: adding one is compatible, changing or
/// removing one raises <see cref="SchemaVersion"/>.</summary>
internal abstract record Report
{
    /// <summary>Version of the JSON object's shape.</summary>
    [JsonPropertyOrder(-3)]
    public int SchemaVersion { get; } = 1;

    /// <summary>The verb.</summary>
    [JsonPropertyOrder(-2)]
    public string Command { get; init; } = "";

    /// <summary>Errors and warnings, the same that stderr shows.</summary>
    [JsonPropertyOrder(1)]
    public ImmutableArray<JsonDiagnostic> Diagnostics { get; init; } = [];

    /// <summary>Exit code; with <see cref="ExitCode.Done"/>, errors among the diagnostics still make it
    /// <see cref="ExitCode.Diagnostics"/>.</summary>
    [JsonIgnore]
    public virtual ExitCode ExitCode => ExitCode.Done;
}

/// <summary>The report of a verb that could not do its work.</summary>
internal sealed record FailureReport : Report
{
    /// <summary>Prints the diagnostics of a call as a JSON object.</summary>
    public static void Write(Invocation call, string command)
    {
        var report = new FailureReport { Command = command, Diagnostics = JsonDiagnostic.From(call.Diagnostics) };
        JsonOutput.Write(call.Terminal, report, CommonJson.Default.FailureReport);
    }
}

/// <summary>A diagnostic as programs see it.</summary>
internal sealed record JsonDiagnostic(string Id, string Severity, string File, string Place, string Message, string Why, string Try)
{
    /// <summary>All diagnostics of a bag.</summary>
    public static ImmutableArray<JsonDiagnostic> From(DiagnosticBag bag) =>
        [
            .. bag.Items.Select(d => new JsonDiagnostic(
                d.Id,
                d.Severity.ToString().ToLowerInvariant(),
                d.Place.File ?? "",
                d.Place.Detail ?? "",
                d.Message,
                d.Why,
                d.Try
            )),
        ];
}

/// <summary>A tensor as programs see it. <paramref name="Scale"/> and <paramref name="ZeroPoint"/> are absent where the tensor is not
/// quantized or has several.</summary>
internal sealed record JsonTensor(
    string Name,
    string Dtype,
    ImmutableArray<int> Shape,
    int Bytes,
    float? Scale,
    int? ZeroPoint,
    JsonAxisQuantization? PerAxis
)
{
    /// <summary>A value of a graph.</summary>
    public static JsonTensor From(Value value)
    {
        var (type, quant) = (value.Type, value.Type.Quant);
        return new JsonTensor(
            value.Name,
            type.DType.Name(),
            type.Shape.Sizes,
            type.ByteSize,
            quant.IsPerTensor ? quant.Scale : null,
            quant.IsPerTensor ? quant.ZeroPoint : null,
            quant.IsQuantized && !quant.IsPerTensor
                ? new JsonAxisQuantization(quant.Axis, quant.Scales.Items, quant.ZeroPoints.Items)
                : null
        );
    }
}

/// <summary>Quantization along an axis.</summary>
internal sealed record JsonAxisQuantization(int Axis, ImmutableArray<float> Scales, ImmutableArray<int> ZeroPoints);

/// <summary>Writes reports as JSON.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Prints one object and a line end to standard output.</summary>
    public static void Write<T>(Terminal terminal, T report, JsonTypeInfo<T> type) => terminal.Out.WriteLine(Text(report, type));

    /// <summary>One object as text, without a line end.</summary>
    public static string Text<T>(T report, JsonTypeInfo<T> type)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Options))
            JsonSerializer.Serialize(writer, report, type);
        return System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FailureReport))]
internal sealed partial class CommonJson : JsonSerializerContext;
