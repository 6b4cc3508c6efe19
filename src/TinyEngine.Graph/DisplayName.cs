using System.Globalization;
using System.Text;

namespace TinyEngine.Graph;

/// <summary>Names from a file as messages show them.</summary>
internal static class DisplayName
{
    private const int Longest = 64;

    /// <summary>A name on one line, not too long, without characters that steer a terminal: converters join the names of all that they
    /// fused, which nobody can read, and a hostile file may hold anything.</summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var text = name.Length <= Longest ? name : $"{name[..(Longest / 2)]}...{name[^(Longest / 2)..]}";
        return string.Concat(text.EnumerateRunes().Select(rune => IsPlain(rune) ? rune.ToString() : "?"));
    }

    private static bool IsPlain(Rune rune) =>
        rune != Rune.ReplacementChar
        && Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
            );
}
