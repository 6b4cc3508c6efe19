using System.Text.RegularExpressions;

namespace TinyEngine.Toolchain.Building;

/// <summary>Finds the files that a C source includes with quotes, directly or through others, so that objects can be cached by
/// content.</summary>
/// <remarks>Conditions are not evaluated: a file that is included under any condition counts. System headers do not change within a
/// run.</remarks>
internal static partial class IncludeScanner
{
    /// <summary>The source itself and everything it can include, each once, in order of discovery.</summary>
    /// <param name="source">Full path of the source.</param>
    /// <param name="folders">Include folders; the including file's own folder comes first.</param>
    public static IReadOnlyList<string> Closure(string source, IReadOnlyList<string> folders)
    {
        var found = new List<string> { source };
        for (var i = 0; i < found.Count; i++)
        {
            var own = Path.GetDirectoryName(found[i]) ?? "";
            foreach (var name in QuotedIncludes(File.ReadLines(found[i])))
            {
                var path = folders.Prepend(own).Select(folder => Path.GetFullPath(Path.Combine(folder, name))).FirstOrDefault(File.Exists);
                if (path is not null && !found.Contains(path))
                    found.Add(path);
            }
        }
        return found;
    }

    /// <summary>The names between quotes of include directives.</summary>
    public static IEnumerable<string> QuotedIncludes(IEnumerable<string> lines) =>
        lines
            .Where(line => line.Contains('#'))
            .Select(line => Directive().Match(line))
            .Where(m => m.Success)
            .Select(m => m.Groups[1].Value);

    [GeneratedRegex("""^\s*#\s*include\s*"([^"]+)["]""")]
    private static partial Regex Directive();
}
