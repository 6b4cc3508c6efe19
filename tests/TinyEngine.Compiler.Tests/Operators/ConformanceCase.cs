using System.Text.Json;
using System.Text.Json.Serialization;

namespace TinyEngine.Compiler.Tests.Operators;

/// <summary>One case of <c>tests/conformance/cases.json</c>: a small model with inputs and the reference's outputs.</summary>
/// <param name="Op">Operator folder.</param>
/// <param name="Path">Folder of the case.</param>
/// <param name="Samples">How many inputs there are.</param>
/// <param name="Sequence">Whether the samples are steps of one run, with state kept between them.</param>
/// <param name="Builtins">Operators in the model, in the schema's spelling.</param>
/// <param name="Inputs">Graph inputs.</param>
/// <param name="Outputs">Graph outputs.</param>
/// <param name="Tolerance">Largest allowed difference, in integer codes or units in the last place.</param>
public sealed record ConformanceCase(
    [property: JsonRequired] string Op,
    [property: JsonRequired] string Path,
    [property: JsonRequired] int Samples,
    bool Sequence,
    [property: JsonRequired] string[] Builtins,
    [property: JsonRequired] ConformanceTensor[] Inputs,
    [property: JsonRequired] ConformanceTensor[] Outputs,
    [property: JsonRequired] int Tolerance
)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>All cases.</summary>
    public static IReadOnlyList<ConformanceCase> All { get; } =
        JsonSerializer.Deserialize<ConformanceCase[]>(TestFiles.Read("conformance/cases.json"), Options)!;

    /// <summary>A file of the case.</summary>
    public byte[] Read(string name) => TestFiles.Read($"conformance/{Path}/{name}");

    /// <summary>Inputs of a sample.</summary>
    public byte[][] SampleInputs(int sample) => [.. Inputs.Select((_, i) => Read($"in{sample}_{i}.bin"))];

    /// <inheritdoc/>
    public override string ToString() => Path;
}

/// <summary>A graph input or output of a case.</summary>
/// <param name="Shape">Axis sizes.</param>
/// <param name="Dtype">Element type.</param>
public sealed record ConformanceTensor(int[] Shape, string Dtype);
