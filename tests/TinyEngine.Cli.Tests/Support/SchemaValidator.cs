using System.Text.Json;

namespace TinyEngine.Cli.Tests.Support;

/// <summary>Checks JSON against the part of JSON Schema that the product's schemas use; a keyword that it does not know is a failure of the
/// test. Stricter than the standard in one thing: a property that the schema does not name is an error, so that schemas stay
/// complete.</summary>
internal static class SchemaValidator
{
    /// <summary>What is wrong, with its place; nothing when the value is valid.</summary>
    public static List<string> Check(JsonElement schema, JsonElement value) => new Run(schema).Check(schema, value, "$");
}

/// <summary>A check against one schema, into which references lead.</summary>
file sealed class Run(JsonElement root)
{
    private static readonly string[] Known =
    [
        "$schema",
        "$ref",
        "title",
        "description",
        "type",
        "properties",
        "required",
        "items",
        "anyOf",
        "enum",
    ];

    public List<string> Check(JsonElement schema, JsonElement value, string place)
    {
        if (schema.ValueKind == JsonValueKind.True)
            return [];
        if (schema.TryGetProperty("$ref", out var reference))
            return Check(Resolve(reference.GetString()!), value, place);
        var errors = schema
            .EnumerateObject()
            .Where(keyword => !Known.Contains(keyword.Name))
            .Select(keyword => $"{place}: the schema uses '{keyword.Name}'")
            .ToList();
        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(name => Is(name, value)))
            errors.Add($"{place}: {value.ValueKind} is not {type}");
        if (schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(word => JsonElement.DeepEquals(word, value)))
            errors.Add($"{place}: {value} is not one of {words}");
        if (schema.TryGetProperty("anyOf", out var choices))
            errors.AddRange(
                choices.EnumerateArray().Select(choice => Check(Merge(schema, choice), value, place)).MinBy(found => found.Count)!
            );
        if (
            value.ValueKind == JsonValueKind.Object
            && schema.TryGetProperty("properties", out var properties)
            && !schema.TryGetProperty("anyOf", out _)
        )
            errors.AddRange(CheckObject(schema, properties, value, place));
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
            errors.AddRange(value.EnumerateArray().SelectMany((item, index) => Check(items, item, $"{place}[{index}]")));
        return errors;
    }

    private IEnumerable<string> CheckObject(JsonElement schema, JsonElement properties, JsonElement value, string place)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (
                var name in required.EnumerateArray().Select(name => name.GetString()!).Where(name => !value.TryGetProperty(name, out _))
            )
                yield return $"{place}: '{name}' is missing";
        }

        foreach (var property in value.EnumerateObject())
        {
            if (!properties.TryGetProperty(property.Name, out var inner))
                yield return $"{place}: '{property.Name}' is not in the schema";
            else
            {
                foreach (var error in Check(inner, property.Value, $"{place}.{property.Name}"))
                    yield return error;
            }
        }
    }

    private JsonElement Resolve(string reference)
    {
        var element = root;
        foreach (var part in reference.Split('/').Skip(1))
            element =
                element.ValueKind == JsonValueKind.Array
                    ? element[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]
                    : element.GetProperty(part);
        return element;
    }

    // A choice stands beside what holds for all choices; to know every property, both are seen as one.
    private static JsonElement Merge(JsonElement schema, JsonElement choice)
    {
        var merged = choice.EnumerateObject().ToDictionary(keyword => keyword.Name, keyword => keyword.Value);
        foreach (
            var keyword in schema
                .EnumerateObject()
                .Where(keyword => keyword.Name is not ("anyOf" or "$schema" or "title") && !merged.ContainsKey(keyword.Name))
        )
            merged[keyword.Name] = keyword.Value;
        return JsonSerializer.SerializeToElement(merged);
    }

    private static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(name => name.GetString()!) : [type.GetString()!];

    private static bool Is(string type, JsonElement value) =>
        type switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "number" => value.ValueKind == JsonValueKind.Number,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "null" => value.ValueKind == JsonValueKind.Null,
            _ => false,
        };
}
