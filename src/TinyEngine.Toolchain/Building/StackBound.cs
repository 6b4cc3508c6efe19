using System.Globalization;
using System.Text.RegularExpressions;

namespace TinyEngine.Toolchain.Building;

/// <summary>
/// How deep the stack can get in a call of a function: the heaviest path through the call graph that the compiler writes with
/// <c>-fcallgraph-info=su</c>. A figure from the code, not from a run: it holds for all inputs.
/// </summary>
internal static partial class StackBound
{
    /// <summary>What the compiler cannot see is charged: functions in assembly, which it reports with 0 bytes and without calls. None of
    /// them pushes more.</summary>
    public const int AssemblyBytes = 160;

    /// <summary>Frames of memcpy, memmove and memset, the only library functions that kernels call; newlib's take 20 bytes at
    /// most.</summary>
    public const int LibraryBytes = 64;

    /// <summary>Frames of a function of the compiler's runtime and of those it calls: 64-bit division, float64 arithmetic, float32 on
    /// cores without it. libgcc 12.2 takes 48 bytes at most on Armv7E-M and 104 on Armv6-M
    /// (64-bit division).</summary>
    public const int RuntimeBytes = 128;

    private const string RuntimePrefix = "__aeabi_";

    /// <summary>What the compiler calls the target of a call through a pointer.</summary>
    private const string AnyFunction = "__indirect_call";

    private static readonly string[] LibraryFunctions = ["memcpy", "memmove", "memset"];

    /// <summary>The bound of a function.</summary>
    /// <param name="files">Texts of the call graphs, one for each object.</param>
    /// <param name="function">Where calls begin; may be static.</param>
    /// <param name="callback">The only function that calls through a pointer reach; null when they may reach any.</param>
    /// <returns>Bytes, or null when there is none: recursion, a call through a pointer to any function, a function without a known
    /// frame.</returns>
    public static int? Of(IEnumerable<string> files, string function, string? callback = null)
    {
        var (frames, calls) = (
            new Dictionary<string, int?>(StringComparer.Ordinal),
            new Dictionary<string, HashSet<string>>(StringComparer.Ordinal)
        );
        foreach (var text in files)
        {
            foreach (Match node in Node().Matches(text))
            {
                var bytes = int.Parse(node.Groups["bytes"].Value, CultureInfo.InvariantCulture);
                frames[node.Groups["name"].Value] = node.Groups["kind"].Value is "static" or "dynamic,bounded" ? bytes : null;
            }

            foreach (Match edge in Edge().Matches(text))
            {
                if (!calls.TryGetValue(edge.Groups["from"].Value, out var targets))
                    calls[edge.Groups["from"].Value] = targets = new HashSet<string>(StringComparer.Ordinal);
                targets.Add(edge.Groups["to"].Value);
            }
        }

        foreach (var library in LibraryFunctions)
            frames[library] = LibraryBytes;
        if (callback is not null && Find(callback) is { } reached)
            (frames[AnyFunction], calls[AnyFunction]) = (0, [reached]);
        return Find(function) is { } root ? Deepest(root, frames, calls, []) : null;

        string? Find(string what) =>
            frames.Keys.FirstOrDefault(name => name == what || name.EndsWith(":" + what, StringComparison.Ordinal));
    }

    private static int? Deepest(
        string function,
        Dictionary<string, int?> frames,
        Dictionary<string, HashSet<string>> calls,
        HashSet<string> open
    )
    {
        if (function.StartsWith(RuntimePrefix, StringComparison.Ordinal))
            return RuntimeBytes;
        if (frames.GetValueOrDefault(function) is not { } own || !open.Add(function))
            return null;
        var below = 0;
        foreach (var callee in calls.GetValueOrDefault(function) ?? [])
        {
            if (Deepest(callee, frames, calls, open) is not { } bytes)
                return null;
            below = Math.Max(below, bytes);
        }

        open.Remove(function);
        return own + below is > 0 and var total ? total : AssemblyBytes;
    }

    [GeneratedRegex(
        """^node: \{ title: "(?<name>[^"]+)" label: "[^"]*\\n(?<bytes>\d+) bytes \((?<kind>[^)]+)\)""",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Node();

    [GeneratedRegex(
        """^edge: \{ sourcename: "(?<from>[^"]+)" targetname: "(?<to>[^"]+)" """,
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Edge();
}
