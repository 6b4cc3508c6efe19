using System.Text;

namespace TinyEngine.Compiler.CSource;

/// <summary>Makes C identifiers from names of any kind: legal, readable, unique within one scope, and the same for the same input.</summary>
public sealed class CName
{
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern", "float", "for", "goto", "if",
        "inline", "int", "long", "register", "restrict", "return", "short", "signed", "sizeof", "static", "struct", "switch", "typedef", "union",
        "unsigned", "void", "volatile", "while", "bool", "true", "false", "class", "new", "delete", "this", "template", "operator", "private",
        "public", "protected", "virtual", "namespace", "using", "try", "catch", "throw", "main", "NULL", "asm", "typename", "export", "and", "or", "not", "xor",
    };

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>A legal identifier close to the name, in lower case; not yet unique.</summary>
    /// <param name="name">Any text.</param>
    /// <param name="fallback">What to use when nothing of the name is usable.</param>
    /// <param name="maximumLength">Longest result.</param>
    public static string Legal(string name, string fallback, int maximumLength = 40)
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

    /// <summary>Whether a name that the user chose is a C identifier that this tool can use as a prefix.</summary>
    public static bool IsLegal(string name) =>
        name.Length is > 0 and <= 40 && (char.IsAsciiLetter(name[0]) || name[0] == '_') && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !Reserved.Contains(name);

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
