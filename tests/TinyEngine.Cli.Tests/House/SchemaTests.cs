using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.House;

/// <summary>The published schemas are those of the report types, and real outputs keep to them.</summary>
public sealed class SchemaTests : IDisposable
{
    private static readonly string Folder = Repository.File("docs/reference/schemas");

    private readonly TempFolder _folder = new();

    private static IEnumerable<(string Name, JsonTypeInfo Type, string Title)> Reports =>
        VerbTable
            .All.Where(verb => verb.ReportType is not null)
            .Select(verb => (verb.Name, verb.ReportType!, $"What 'tinyengine {verb.Name} --json' prints"))
            .Concat(
                VerbTable
                    .All.Where(verb => verb.OtherReport is not null)
                    .Select(verb =>
                        (
                            verb.OtherReport!.Value.Name,
                            verb.OtherReport.Value.Type,
                            $"What 'tinyengine {verb.Name} --json' prints of several models"
                        )
                    )
            )
            .Append(("failure", CommonJson.Default.FailureReport, "What --json prints when a verb could not do its work"));

    private static IEnumerable<string> Names => Reports.Select(report => report.Name);

    public static TheoryData<string> Schemas => [.. Names];

    [Theory]
    [MemberData(nameof(Schemas))]
    public void A_schema_is_that_of_its_type(string name)
    {
        var report = Reports.Single(report => report.Name == name);
        var text = ReportSchema.Text(report.Type, report.Title);
        var path = Path.Combine(Folder, $"{name}.json");
        if (Environment.GetEnvironmentVariable("TINYENGINE_UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(path, text);
        File.ReadAllText(path).ShouldBe(text, "run eng/snapshots.sh");
    }

    [Fact]
    public void A_schema_belongs_to_a_verb() =>
        Directory.EnumerateFiles(Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Except(Names).ShouldBeEmpty();

    [Fact]
    public void Outputs_that_need_no_tools_keep_to_their_schemas()
    {
        var model = ModelFolder.TinyMobilenet.Model;
        Check("inspect", Tool.Run("inspect", model, "--json").Out);
        Check("run", Tool.Run("run", model, "--input", ModelFolder.TinyMobilenet.Inputs[0], "--output", _folder["out"], "--json").Out);
        Check("compile", Tool.Run("compile", model, "--output", _folder["net"], "--json").Out);
        Check("compile", File.ReadAllText(_folder["net/report.json"]));
        var other = new ModelFolder("GRAPH/unet_step").Model;
        Check("compile-several", Tool.Run("compile", model, other, "--output", _folder["both"], "--json").Out);
        Check("compile-several", File.ReadAllText(_folder["both/report.json"]));
        Tool.Run("compile", model, "--output", _folder["external"], "--input-mode", "external").Code.ShouldBe(0);
        Check("compare", Tool.Run("compare", _folder["net/report.json"], _folder["external/report.json"], "--json").Out);
        Check("boards", Tool.Run("boards", "--json").Out);
        Check("ops", Tool.Run("ops", "--json").Out);
        Check("failure", Tool.Run("inspect", _folder["none.tflite"], "--json").Out);
    }

    [EmulatorFact, Trait("Needs", "Emulator")]
    public void Measurements_keep_to_their_schemas()
    {
        var model = ModelFolder.TinyMobilenet.Model;
        Check("verify", Tool.Run("verify", model, "--json").Out);
        Check("verify", Tool.Run("verify", model, "--target", "host", "--json").Out);
        Check("bench", Tool.Run("bench", model, "--layers", "--json").Out);
        Check("demo", Tool.Run("demo", "--output", _folder["demo"], "--json").Out);
    }

    [Theory]
    [InlineData(
        """{ "type": "object", "properties": { "a": { "type": "integer" } }, "required": ["a"] }""",
        """{ "a": 1.5 }""",
        "$.a: Number is not integer"
    )]
    [InlineData("""{ "type": "object", "properties": { "a": { "type": "integer" } }, "required": ["a"] }""", "{ }", "$: 'a' is missing")]
    [InlineData("""{ "type": "object", "properties": { } }""", """{ "b": 1 }""", "$: 'b' is not in the schema")]
    [InlineData("""{ "type": ["array", "null"], "items": { "enum": ["x"] } }""", """["x", "y"]""", "$[1]: y is not one of [\"x\"]")]
    [InlineData("""{ "minimum": 1 }""", "0", "$: the schema uses 'minimum'")]
    public void The_validator_finds_what_is_wrong(string schema, string value, string error)
    {
        using var parsed = JsonDocument.Parse(schema);
        using var document = JsonDocument.Parse(value);
        SchemaValidator.Check(parsed.RootElement, document.RootElement).ShouldBe([error]);
    }

    private static void Check(string name, string json)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, $"{name}.json")));
        using var document = JsonDocument.Parse(json);
        SchemaValidator.Check(schema.RootElement, document.RootElement).ShouldBeEmpty();
    }

    public void Dispose() => _folder.Dispose();
}
