using System.Globalization;
using System.Text.Json;
using TinyEngine.Conformance;

// Turns conformance cases into one C program per instruction set, and its output into a table. Driven by eng/conformance.sh.
switch (args)
{
    case ["emit", var folder, var every, var output]:
        Batch.Emit(ConformanceSet.Read(folder, every), output);
        return 0;
    case ["summarize", var folder, var every, .. var logs]:
        return Summary.Print(ConformanceSet.Read(folder, every), logs) ? 0 : 1;
    case ["generate", var folder]:
        TinyEngine.Conformance.More.Generator.Write(folder);
        return 0;
    default:
        Console.Error.WriteLine("usage: TinyEngine.Conformance emit CASES EVERY OUTPUT | summarize CASES EVERY LOG... | generate CASES");
        return 2;
}

/// <summary>The cases of a folder with a <c>cases.json</c>.</summary>
internal static class ConformanceSet
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>Reads the set, or a sample of it: of each operator the first case and every so many after it.</summary>
    public static List<Case> Read(string folder, string every)
    {
        var step = int.Parse(every, CultureInfo.InvariantCulture);
        var cases = JsonSerializer.Deserialize<List<Case>>(File.ReadAllText(Path.Combine(folder, "cases.json")), Options)!;
        return
        [
            .. cases
                .GroupBy(c => c.Op)
                .SelectMany(group => group.Where((_, index) => index % step == 0))
                .Select(c => c with { Folder = Path.GetFullPath(Path.Combine(folder, c.Path)) }),
        ];
    }
}
