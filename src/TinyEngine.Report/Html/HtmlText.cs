using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace TinyEngine.Report.Html;

/// <summary>HTML that was written here, as opposed to text that came from elsewhere.</summary>
/// <param name="Html">The markup.</param>
internal readonly record struct Markup(string Html)
{
    /// <summary>No markup.</summary>
    public static readonly Markup None = new("");

    /// <summary>Markup from an interpolated string.</summary>
    public static Markup Of(HtmlText text) => new(text.ToString());

    /// <summary>Pieces of markup, one behind the other.</summary>
    public static Markup Join(string separator, IEnumerable<Markup> parts) => new(string.Join(separator, parts.Select(part => part.Html)));

    /// <inheritdoc/>
    public override string ToString() => Html;
}

/// <summary>
/// An interpolated string whose literal parts are HTML and whose holes are text: they are escaped, whatever they hold, so that no name in a
/// model can become markup. Only a hole of type <see cref="Markup"/> goes in as it is. Numbers follow the invariant culture.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct HtmlText
{
    private readonly StringBuilder _text;

    /// <summary>Called by the C# compiler.</summary>
    public HtmlText(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (formattedCount * 16));

    /// <summary>A literal part.</summary>
    public void AppendLiteral(string value) => _text.Append(value);

    /// <summary>A hole with markup.</summary>
    public void AppendFormatted(Markup value) => _text.Append(value.Html);

    /// <summary>A hole with anything else.</summary>
    public void AppendFormatted<T>(T value, string? format = null) =>
        AppendEscaped(value is IFormattable number ? number.ToString(format, CultureInfo.InvariantCulture) : value?.ToString() ?? "");

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private void AppendEscaped(string text)
    {
        foreach (var rune in text.EnumerateRunes()) // half a surrogate pair comes as U+FFFD
        {
            _ = rune.Value switch
            {
                '&' => _text.Append("&amp;"),
                '<' => _text.Append("&lt;"),
                '>' => _text.Append("&gt;"),
                '"' => _text.Append("&quot;"),
                '\'' => _text.Append("&#39;"),
                '\n' => _text.Append("&#10;"),
                _ when Misleads(rune) => _text.Append((char)Rune.ReplacementChar.Value),
                _ => _text.Append(rune.ToString()),
            };
        }
    }

    /// <summary>Characters that HTML does not allow or that change how the text around them is read, such as a reversed
    /// direction.</summary>
    private static bool Misleads(Rune rune) =>
        Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator =>
                true,
            UnicodeCategory.OtherNotAssigned => (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF,
            _ => false,
        };
}
