using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace TinyEngine.Compiler.CSource;

/// <summary>Writes C text with indentation. Numbers inside interpolated strings come out as C spells them: invariant culture,
/// <c>INT32_MIN</c> rather than a literal that C does not have, floats as exact hexadecimal.</summary>
internal sealed class CWriter
{
    private const int IndentWidth = 4;
    private readonly StringBuilder _text = new();
    private int _indent;

    /// <summary>The text so far.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>Writes a line at the current indentation; an empty line stays empty.</summary>
    public CWriter Line(string text = "")
    {
        if (text.Length > 0)
            _text.Append(' ', _indent * IndentWidth).Append(text);
        _text.Append('\n');
        return this;
    }

    /// <summary>Writes a line with numbers as C spells them.</summary>
    public CWriter Line(CText text) => Line(text.ToString());

    /// <summary>Writes several lines, each at the current indentation.</summary>
    public CWriter Raw(CText text)
    {
        foreach (var line in text.ToString().Split('\n'))
            Line(line.TrimEnd('\r'));
        return this;
    }

    /// <summary>Writes text as it is.</summary>
    public CWriter Verbatim(string text)
    {
        _text.Append(text);
        return this;
    }

    /// <summary>Opens a block: the line and a brace; closes it with a brace and the tail on disposal.</summary>
    public BlockScope Block(CText head, string tail = "") => OpenBlock($"{head.ToString()} {{", "}" + tail);

    /// <summary>Opens a function body, whose brace stands on a line of its own.</summary>
    public BlockScope Function(CText head)
    {
        Line(head.ToString());
        return OpenBlock("{", "}");
    }

    private BlockScope OpenBlock(string open, string close)
    {
        Line(open);
        _indent++;
        return new BlockScope(this, close);
    }

    /// <summary>A block that is open.</summary>
    public readonly struct BlockScope : IDisposable, IEquatable<BlockScope>
    {
        private readonly CWriter _writer;
        private readonly string _close;

        internal BlockScope(CWriter writer, string close) => (_writer, _close) = (writer, close);

        /// <summary>Closes it.</summary>
        public void Dispose()
        {
            _writer._indent--;
            _writer.Line(_close);
        }

        /// <inheritdoc/>
        public bool Equals(BlockScope other) => ReferenceEquals(_writer, other._writer);

        /// <inheritdoc/>
        public override bool Equals(object? obj) => obj is BlockScope other && Equals(other);

        /// <inheritdoc/>
        public override int GetHashCode() => _close.GetHashCode(StringComparison.Ordinal);

        /// <summary>Whether both write to the same text.</summary>
        public static bool operator ==(BlockScope left, BlockScope right) => left.Equals(right);

        /// <summary>Whether they differ.</summary>
        public static bool operator !=(BlockScope left, BlockScope right) => !left.Equals(right);
    }
}

/// <summary>Interpolated C text.</summary>
[InterpolatedStringHandler]
internal readonly ref struct CText
{
    private readonly StringBuilder _text;

    /// <summary>Called by the compiler.</summary>
    public CText(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (formattedCount * 8));

    /// <summary>A literal.</summary>
    public static implicit operator CText(string text)
    {
        var result = new CText(text.Length, 0);
        result.AppendLiteral(text);
        return result;
    }

    /// <summary>Called by the compiler.</summary>
    public void AppendLiteral(string text) => _text.Append(text);

    /// <summary>Called by the compiler: text as it is.</summary>
    public void AppendFormatted(string text) => _text.Append(text);

    /// <summary>Called by the compiler: an integer.</summary>
    public void AppendFormatted(int value) => _text.Append(CLiteral.Of(value));

    /// <summary>Called by the compiler: an integer.</summary>
    public void AppendFormatted(long value) => _text.Append(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Called by the compiler: a float.</summary>
    public void AppendFormatted(float value) => _text.Append(CLiteral.Of(value));

    /// <summary>Called by the compiler: anything else, as it prints itself.</summary>
    public void AppendFormatted<T>(T value)
        where T : notnull => _text.Append(value.ToString());

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}

/// <summary>Numbers as C literals.</summary>
internal static class CLiteral
{
    /// <summary>An int32.</summary>
    public static string Of(int value) => value == int.MinValue ? "INT32_MIN" : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A float, exactly, as a C99 hexadecimal literal.</summary>
    public static string Of(float value)
    {
        if (!float.IsFinite(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "C has no literal for it");
        var bits = BitConverter.SingleToInt32Bits(value);
        var sign = bits < 0 ? "-" : "";
        var exponent = (bits >> 23) & 0xFF;
        var fraction = (bits & 0x7FFFFF) << 1;
        if (exponent == 0 && fraction == 0)
            return $"{sign}0.0f";
        var lead = exponent == 0 ? 0 : 1;
        var power = (exponent == 0 ? 1 : exponent) - 127;
        return string.Create(CultureInfo.InvariantCulture, $"{sign}0x{lead}.{fraction:x6}p{power:+0;-0;+0}f");
    }
}
