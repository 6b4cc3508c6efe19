using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TinyEngine.Cli.Tests.Support;

/// <summary>Makes the JSON schema of a report from its type; the descriptions are the XML comments of the properties.</summary>
internal static partial class ReportSchema
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Dictionary<string, XElement> Comments = XDocument
        .Load(Path.ChangeExtension(typeof(CommandLine).Assembly.Location, ".xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value);

    private static readonly Dictionary<string, XElement> ToolchainComments = XDocument
        .Load(Path.ChangeExtension(typeof(Toolchain.Verification.Verifier).Assembly.Location, ".xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value);

    /// <summary>The schema as text with a line end.</summary>
    public static string Text(JsonTypeInfo type, string title)
    {
        var options = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe };
        var schema = type.GetJsonSchemaAsNode(options).AsObject();
        var named = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = title };
        foreach (var (key, value) in schema)
            named[key] = value?.DeepClone();
        return JsonSerializer.Serialize(named, Indented) + "\n";
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node)
    {
        if (node is not JsonObject schema)
            return node;

        // Everything is always written, but for what says that it may be left out.
        if (schema["properties"] is JsonObject)
            schema["required"] = new JsonArray([
                .. context
                    .TypeInfo.Properties.Where(property => property.Get is not null && !MayBeAbsent(property))
                    .Select(property => (JsonNode)property.Name),
            ]);
        if (context.PropertyInfo is { } info && Comment(info) is { Length: > 0 } text)
            schema["description"] = text;
        return schema;
    }

    private static bool MayBeAbsent(JsonPropertyInfo property) =>
        (property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), true) ?? []).Length > 0;

    private static string? Comment(JsonPropertyInfo info)
    {
        // Of a record's positional property the comment stands at the type, as that of the parameter.
        if (info.AttributeProvider is not PropertyInfo property)
            return null;
        var type = property.DeclaringType!.FullName!.Replace('+', '.');
        var summary = Find($"P:{type}.{property.Name}")?.Element("summary")
            ?? Find($"T:{type}")?.Elements("param").FirstOrDefault(parameter => parameter.Attribute("name")?.Value == property.Name);
        return summary is null ? null : Plain(summary);
    }

    private static XElement? Find(string member) => Comments.GetValueOrDefault(member) ?? ToolchainComments.GetValueOrDefault(member);

    private static string Plain(XElement comment)
    {
        var text = string.Concat(
            comment
                .Nodes()
                .Select(node =>
                    node switch
                    {
                        XText words => words.Value,
                        XElement { Name.LocalName: "see" or "paramref" } reference =>
                            $"`{(reference.Attribute("cref") ?? reference.Attribute("name"))!.Value.Split('.')[^1]}`",
                        XElement element => $"`{element.Value}`",
                        _ => "",
                    }
                )
        );
        return Spaces().Replace(text, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
