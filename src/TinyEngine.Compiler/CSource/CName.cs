using System.Text;

namespace TinyEngine.Compiler.CSource;

/// <summary>Makes C identifiers from names of any kind: legal, readable, unique within one scope, and the same for the same
/// input.</summary>
internal sealed class CName
{
    private const int LongestPrefix = 40;

    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "auto",
        "break",
        "case",
        "char",
        "const",
        "continue",
        "default",
        "do",
        "double",
        "else",
        "enum",
        "extern",
        "float",
        "for",
        "goto",
        "if",
        "inline",
        "int",
        "long",
        "register",
        "restrict",
        "return",
        "short",
        "signed",
        "sizeof",
        "static",
        "struct",
        "switch",
        "typedef",
        "union",
        "unsigned",
        "void",
        "volatile",
        "while",
        "bool",
        "true",
        "false",
        "class",
        "new",
        "delete",
        "this",
        "template",
        "operator",
        "private",
        "public",
        "protected",
        "virtual",
        "namespace",
        "using",
        "try",
        "catch",
        "throw",
        "main",
        "NULL",
        "asm",
        "typename",
        "export",
        "and",
        "or",
        "not",
        "xor",
    };

    /// <summary>Headers of the C library: a network of such a name would hide one.</summary>
    private static readonly HashSet<string> Headers = new(StringComparer.OrdinalIgnoreCase)
    {
        "assert",
        "complex",
        "ctype",
        "errno",
        "fenv",
        "float",
        "inttypes",
        "iso646",
        "limits",
        "locale",
        "math",
        "setjmp",
        "signal",
        "stdalign",
        "stdarg",
        "stdbool",
        "stddef",
        "stdint",
        "stdio",
        "stdlib",
        "string",
        "tgmath",
        "threads",
        "time",
        "uchar",
        "wchar",
        "wctype",
    };

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>A legal identifier close to the name, in lower case; not yet unique.</summary>
    /// <param name="name">Any text.</param>
    /// <param name="fallback">What to use when nothing of the name is usable.</param>
    /// <param name="maximumLength">Longest result.</param>
    public static string Legal(string name, string fallback, int maximumLength = LongestPrefix)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            var ok = char.IsAsciiLetterOrDigit(c);
            if (ok)
                text.Append(char.ToLowerInvariant(c));
            else if (text.Length > 0 && text[^1] != '_')
                text.Append('_');
        }

        while (text.Length > 0 && text[^1] == '_')
            text.Length--;
        if (text.Length > maximumLength)
            text.Remove(0, text.Length - maximumLength);
        var result = text.ToString().Trim('_');
        if (result.Length == 0)
            return fallback;
        if (char.IsAsciiDigit(result[0]))
            result = $"{fallback}_{result}";
        return Reserved.Contains(result) ? result + "_" : result;
    }

    /// <summary>Whether a name that the user chose can be the prefix and the file name of a generated network.</summary>
    public static bool IsLegal(string name) => WhyNotPrefix(name) is null;

    /// <summary>Why a name cannot be the prefix and the file name of a generated network; null when it can.</summary>
    public static string? WhyNotPrefix(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name switch
        {
            "" => "it is empty",
            { Length: > LongestPrefix } => $"it has more than {LongestPrefix} characters",
            [var first, ..] when !char.IsAsciiLetter(first) => "it must start with a letter",
            _ when !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') => "only letters, digits and underscores are allowed",
            _ when Reserved.Contains(name) => "it is a keyword of C or C++",
            _ when Headers.Contains(name) => $"its header would hide <{name.ToLowerInvariant()}.h>",
            _ when name.StartsWith("te_", StringComparison.OrdinalIgnoreCase) => "names that start with te_ belong to the kernels",
            _ => null,
        };
    }

    /// <summary>The prefix of a generated network after a name of any kind. Names with letters that C does not have get a mark of their
    /// own, so that two of them do not become one.</summary>
    public static string Prefix(string name)
    {
        var mark = Ascii.IsValid(name) ? "" : $"_{Mark(name):x8}";
        var legal = Legal(name, "network", LongestPrefix - mark.Length) + mark;
        return IsLegal(legal) ? legal : Legal("net_" + legal, "network");
    }

    /// <summary>FNV-1a over the UTF-8 bytes: the same on every machine and in every version.</summary>
    private static uint Mark(string name)
    {
        var hash = 2166136261u;
        foreach (var octet in Encoding.UTF8.GetBytes(name))
            hash = unchecked((hash ^ octet) * 16777619);
        return hash;
    }

    /// <summary>A legal identifier that this scope has not given out before.</summary>
    public string Unique(string name, string fallback)
    {
        var stem = Legal(name, fallback);
        var result = stem;
        for (var i = 2; !_taken.Add(result); i++)
            result = $"{stem}_{i}";
        return result;
    }
}
