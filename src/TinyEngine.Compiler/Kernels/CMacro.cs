using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TinyEngine.Compiler.Kernels;

/// <summary>A macro with arguments from the kernels' headers: so that sizes are said there only.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">Names of its arguments.</param>
/// <param name="Text">What stands for it.</param>
internal sealed partial record CMacro(string Name, ImmutableArray<string> Parameters, string Text)
{
    private static readonly FrozenDictionary<string, CMacro> Known = KernelFiles
        .Names.Where(name => name.EndsWith(".h", StringComparison.Ordinal))
        .SelectMany(name => Read(KernelFiles.Find(name)!))
        .DistinctBy(macro => macro.Name)
        .ToFrozenDictionary(macro => macro.Name);

    /// <summary>A macro of the headers; null when there is none of this name.</summary>
    public static CMacro? Find(string name) => Known.GetValueOrDefault(name);

    /// <summary>The macros that a header defines.</summary>
    public static IEnumerable<CMacro> Read(string header) =>
        Definitions()
            .Matches(header.Replace("\\\n", " ", StringComparison.Ordinal))
            .Select(match => new CMacro(
                match.Groups["name"].Value,
                [.. match.Groups["parameters"].Value.Split(',', StringSplitOptions.TrimEntries)],
                match.Groups["text"].Value.Trim()
            ));

    /// <summary>The text for some arguments.</summary>
    public string Expand(ImmutableArray<string> arguments) =>
        Words().Replace(Text, word => Parameters.IndexOf(word.Value) is var index and >= 0 ? arguments[index] : word.Value);

    [GeneratedRegex(
        @"^#define (?<name>\w+)\((?<parameters>[\w, ]+)\)[ \t]+(?<text>.+)$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Definitions();

    [GeneratedRegex(@"\b[A-Za-z_]\w*\b")]
    private static partial Regex Words();
}
