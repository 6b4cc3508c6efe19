using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TinyEngine.Compiler.Kernels;

/// <summary>What a C function takes and gives.</summary>
/// <param name="Result">Its result.</param>
/// <param name="Parameters">Its parameters, each with type and name.</param>
internal sealed partial record CPrototype(string Result, ImmutableArray<string> Parameters)
{
    private const int MostColumns = 140;

    /// <summary>The function's head, as a declaration begins and a definition too.</summary>
    public string Head(string symbol)
    {
        var line = $"{Result} {symbol}(";
        var (text, indent) = ("", new string(' ', line.Length));
        foreach (var (index, parameter) in Parameters.Index())
        {
            var end = index == Parameters.Length - 1 ? ")" : ",";
            if (line.Length + parameter.Length + 2 > MostColumns)
                (text, line) = ($"{text}{line.TrimEnd()}\n", indent);
            line += parameter + end + (end == "," ? " " : "");
        }

        return text + line;
    }

    /// <summary>Lines for the parameters that a statement does not use.</summary>
    public string Unused(string statement)
    {
        var used = Words().Matches(statement).Select(word => word.Value).ToHashSet(StringComparer.Ordinal);
        var names = Parameters.Select(parameter => Words().Matches(parameter)[^1].Value);
        return string.Concat(names.Where(name => !used.Contains(name)).Select(name => $"    (void){name};\n"));
    }

    [GeneratedRegex(@"\w+")]
    private static partial Regex Words();
}
