using System.Globalization;

namespace TinyEngine.Conformance;

/// <summary>Prints one line per operator from the logs of the programs.</summary>
internal static class Summary
{
    /// <summary>Prints the table.</summary>
    /// <returns>Whether every case ran on every target within its tolerance.</returns>
    public static bool Print(List<Case> cases, string[] logs)
    {
        var results = logs.ToDictionary(log => Path.GetFileNameWithoutExtension(log)!, ReadLog);
        Console.WriteLine($"{"operator", -32} {"cases", 5}  {string.Join("  ", results.Keys.Select(target => $"{target, -26}"))}");
        var good = true;
        foreach (var group in cases.GroupBy(c => c.Op).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var cells = new List<string>();
            foreach (var differences in results.Values)
            {
                var ran = group.Where(c => differences.ContainsKey(c.Path)).ToList();
                var within = ran.Count(c => differences[c.Path] <= c.Tolerance);
                good &= within == group.Count();
                var missing = group.Count() - ran.Count;
                var cell =
                    $"{ran.Count(c => differences[c.Path] == 0)} exact, worst "
                    + $"{ran.Select(c => differences[c.Path]).DefaultIfEmpty(0).Max()}";
                cells.Add(
                    missing > 0 ? $"{cell}, {missing} not run"
                    : within == ran.Count ? cell
                    : cell + " FAILED"
                );
            }

            Console.WriteLine($"{group.Key, -32} {group.Count(), 5}  {string.Join("  ", cells.Select(cell => $"{cell, -26}"))}");
        }

        foreach (var (target, differences) in results)
        {
            foreach (var test in cases.Where(c => differences.TryGetValue(c.Path, out var d) && d > c.Tolerance))
                Console.WriteLine($"{target}: {test.Path} differs by {differences[test.Path]}");
            foreach (var test in cases.Where(c => !differences.ContainsKey(c.Path)))
                Console.WriteLine($"{target}: {test.Path} did not run");
        }

        var passed = results.Sum(r => cases.Count(c => r.Value.TryGetValue(c.Path, out var d) && d <= c.Tolerance));
        Console.WriteLine($"{passed} passed, {(cases.Count * results.Count) - passed} failed");
        return good;
    }

    private static Dictionary<string, long> ReadLog(string log) =>
        File.ReadLines(log)
            .Select(line => line.Split(' '))
            .Where(parts => parts is ["case", _, _])
            .ToDictionary(parts => parts[1], parts => long.Parse(parts[2], CultureInfo.InvariantCulture));
}
