using System.Text.RegularExpressions;
using TinyEngine.Graph;

namespace TinyEngine.Report.Html;

/// <summary>How the page spells names and sizes.</summary>
internal static partial class Wording
{
    private const char Ellipsis = '…';

    /// <summary>A name cut in its middle; its end, which tells similar names apart, keeps twice as much as its start.</summary>
    /// <param name="name">The name.</param>
    /// <param name="length">Longest result.</param>
    public static string Shorten(string name, int length)
    {
        if (name.Length <= length)
            return name;
        var head = (length - 1) / 3;
        var tail = name.Length - (length - 1 - head);
        if (char.IsLowSurrogate(name[head]))
            head--;
        if (char.IsLowSurrogate(name[tail]))
            tail++;
        return $"{name[..head]}{Ellipsis}{name[tail..]}";
    }

    /// <summary>A name that stays within a length, and shows whole when pointed at.</summary>
    public static Markup Name(string name, int length) =>
        Shorten(name, length) is var shown && shown == name
            ? Markup.Of($"<span class=\"name\">{name}</span>")
            : Markup.Of($"<span class=\"name\" title=\"{name}\">{shown}</span>");

    /// <summary>An identifier that may break behind underscores.</summary>
    public static Markup Identifier(string name) => Markup.Join("<wbr>", Breaks().Split(name).Select(part => Markup.Of($"{part}")));

    /// <summary>A round size in the largest unit that divides it.</summary>
    public static string RoundSize(long bytes) =>
        bytes switch
        {
            0 => "0",
            _ when bytes % (1 << 20) == 0 => $"{bytes >> 20} MiB",
            _ when bytes % (1 << 10) == 0 => $"{bytes >> 10} KiB",
            _ => $"{bytes} B",
        };

    /// <summary>A count to three digits, for labels beside exact figures.</summary>
    public static string Short(long count) =>
        count switch
        {
            >= 100_000_000 => FormattableString.Invariant($"{count / 1e6:0} M"),
            >= 10_000_000 => FormattableString.Invariant($"{count / 1e6:0.0} M"),
            >= 1_000_000 => FormattableString.Invariant($"{count / 1e6:0.00} M"),
            >= 10_000 => FormattableString.Invariant($"{count / 1e3:0} k"),
            _ => FormattableString.Invariant($"{count:N0}"),
        };

    /// <summary>Steps of a half-open range, as people count: both ends included.</summary>
    public static string Steps(int first, int end) => end - first == 1 ? $"step {first}" : $"steps {first} to {end - 1}";

    /// <summary>Element type and shape.</summary>
    public static string TypeAndShape(TensorType type) => $"{type.DType.Name()} {type.Shape}";

    /// <summary>A number for an attribute of SVG or a length of CSS.</summary>
    public static string Percent(double value) => FormattableString.Invariant($"{value:0.###}%");

    [GeneratedRegex("(?<=_)(?!_)")]
    private static partial Regex Breaks();
}
