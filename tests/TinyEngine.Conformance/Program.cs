using System.Text.Json;
using TinyEngine.Conformance;

// Turns conformance cases into one C program per instruction set, and its output into a table. Driven by eng/conformance.sh.
switch (args)
{
    case ["emit", var folder, var output]:
        Batch.Emit(ConformanceSet.Read(folder), output);
        return 0;
    case ["summarize", var folder, .. var logs]:
        return Summary.Print(ConformanceSet.Read(folder), logs) ? 0 : 1;
    default:
        Console.Error.WriteLine("usage: TinyEngine.Conformance emit CASES OUTPUT | summarize CASES LOG...");
        return 2;
}

/// <summary>The cases of a folder with a <c>cases.json</c>.</summary>
internal static class ConformanceSet
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public static List<Case> Read(string folder)
    {
        var cases = JsonSerializer.Deserialize<List<Case>>(File.ReadAllText(Path.Combine(folder, "cases.json")), Options)!;
        return [.. cases.Select(c => c with { Folder = Path.GetFullPath(Path.Combine(folder, c.Path)) })];
    }
}
