using System.Collections.Immutable;

namespace TinyEngine.Cli.Verbs;

/// <summary>A plan for people, narrow enough for a terminal: a line for each part, and in a stage one for each of its steps with the rows
/// that are kept of its output.</summary>
internal static class PlanTable
{
    // A name longer than this is cut in its middle; its end, which tells similar names apart, keeps more.
    private const int LongestName = 28;
    private const int Head = 8;

    /// <summary>Prints the parts.</summary>
    public static void Print(ImmutableArray<PlanPart> parts, Terminal terminal)
    {
        terminal.WriteTable(
            ["steps", "operators", "tensor", "keeps", Column.Number("bytes"), Column.Number("in use"), ""],
            parts.SelectMany(Lines)
        );
        terminal.Out.WriteLine(
            "keeps: how many rows of the tensor lie in RAM while the stage runs; in use: bytes of the arena, most decides its size"
        );
    }

    private static IEnumerable<string[]> Lines(PlanPart part)
    {
        var steps = part.EndStep - part.FirstStep == 1 ? $"{part.FirstStep}" : $"{part.FirstStep}-{part.EndStep - 1}";
        var (inUse, most) = ($"{part.Bytes:N0}", part.SetsPeak ? "most" : "");
        if (part.Kind == PlanPart.Whole)
        {
            var counts = part
                .Operators.CountBy(name => name)
                .OrderByDescending(pair => pair.Value)
                .Select(pair => pair.Value == 1 ? pair.Key : $"{pair.Key} x{pair.Value}")
                .ToList();
            yield return [steps, counts[0], part.Operators.Length == 1 ? Shorten(part.Outputs[0]) : "", "whole tensors", "", inUse, most];
            foreach (var count in counts.Skip(1))
                yield return ["", count, "", "", "", "", ""];
            yield break;
        }

        yield return [steps, "row by row", "", "", "", inUse, most];
        if (part.Rings.FirstOrDefault(ring => ring.Step < 0) is { } input)
            yield return ["", "  (rows arrive)", Shorten(input.Name), Kept(input, part), Bytes(input), "", ""];
        for (var step = part.FirstStep; step < part.EndStep; step++)
        {
            var ring = part.Rings.FirstOrDefault(ring => ring.Step == step);
            var at = step - part.FirstStep;
            yield return
            [
                $"  {step}",
                $"  {part.Operators[at]}",
                Shorten(part.Outputs[at]),
                ring is null ? "all rows" : Kept(ring, part),
                ring is null ? "" : Bytes(ring),
                "",
                "",
            ];
        }
    }

    private static string Kept(PlanRing ring, PlanPart part)
    {
        if (ring.Columns > 0)
            return $"none: {ring.Columns} column{(ring.Columns == 1 ? "" : "s")}, computed again";
        var rows = ring.Rows == ring.OfRows ? "all rows" : $"{ring.Rows} of {ring.OfRows} rows";
        var host =
            part.Outputs.IndexOf(ring.Host) is >= 0 and var at ? $", in step {part.FirstStep + at}'s"
            : ring.Host.Length > 0 ? $", in {Shorten(ring.Host)}"
            : "";
        return $"{rows}{(ring.Layout == PlanRing.Planar ? ", planar" : "")}{host}";
    }

    private static string Bytes(PlanRing ring) => ring.Bytes == 0 ? "" : $"{ring.Bytes:N0}";

    private static string Shorten(string name) => name.Length <= LongestName ? name : $"{name[..Head]}…{name[^(LongestName - Head - 1)..]}";
}
