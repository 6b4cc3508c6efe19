using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli;

/// <summary>Where output goes: results to <see cref="Out"/>, everything else to <see cref="Error"/>.</summary>
/// <param name="output">Results.</param>
/// <param name="error">Messages and progress.</param>
/// <param name="style">What the two can show.</param>
internal sealed class Terminal(TextWriter output, TextWriter error, TerminalStyle style)
{
    /// <summary>Results.</summary>
    public TextWriter Out => output;

    /// <summary>Messages and progress.</summary>
    public TextWriter Error => error;

    /// <summary>What the two can show.</summary>
    public TerminalStyle Style => style;

    /// <summary>The terminal of this process, from its streams and environment.</summary>
    public static Terminal OfProcess()
    {
        var colors =
            string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb";
        var width = Console.IsOutputRedirected ? TerminalStyle.UnlimitedWidth : UnixSystem.TerminalWidth() ?? 100;
        return new Terminal(
            Writer(Console.IsOutputRedirected ? Console.OpenStandardOutput() : UnixSystem.OpenTerminal(1), 1 << 14, autoFlush: false),
            Writer(Console.IsErrorRedirected ? Console.OpenStandardError() : UnixSystem.OpenTerminal(2), 256, autoFlush: true),
            new TerminalStyle(
                colors && !Console.IsOutputRedirected,
                colors && !Console.IsErrorRedirected,
                !Console.IsErrorRedirected,
                width
            )
        );
    }

    private static StreamWriter Writer(Stream stream, int bufferSize, bool autoFlush) =>
        new(stream, new UTF8Encoding(false), bufferSize) { AutoFlush = autoFlush };

    /// <summary>Writes a table, or anything else that Spectre renders, to standard output.</summary>
    public void Write(IRenderable renderable)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new TextOutput(text, style.Width),
                Ansi = style.OutputColors ? AnsiSupport.Yes : AnsiSupport.No,
                ColorSystem = style.OutputColors ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No,
                Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            }
        );
        console.Profile.Capabilities.Unicode = true;
        console.Write(renderable);
        foreach (var line in text.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0))
            output.WriteLine(line);
    }

    /// <summary>A table in the product's style; its cells are plain text, never markup.</summary>
    /// <param name="columns">Columns.</param>
    /// <param name="rows">Cells.</param>
    public void WriteTable(IEnumerable<Column> columns, IEnumerable<string[]> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
        {
            table.AddColumn(
                new TableColumn(new Text(column.Heading, new Style(decoration: Decoration.Bold)))
                {
                    Alignment = column.Kind == ColumnKind.Number ? Justify.Right : Justify.Left,
                    NoWrap = column.Kind != ColumnKind.Prose,
                }
            );
        }

        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(Printable(cell))));
        Write(table);
    }

    /// <summary>Writes a diagnostic to standard error.</summary>
    public void WriteDiagnostic(Diagnostic diagnostic)
    {
        var text = string.Join('\n', diagnostic.ToString().Split('\n').Select(Printable));
        if (style.ErrorColors)
        {
            var (word, color) = diagnostic.Severity == Severity.Error ? ("error", 31) : ("warning", 33);
            var label = $": {word} {diagnostic.Id}:";
            var at = text.IndexOf(label, StringComparison.Ordinal);
            if (at >= 0)
                text = $"{text[..at]}: \e[1;{color}m{word} {diagnostic.Id}\e[0m:{text[(at + label.Length)..]}";
        }

        error.WriteLine(text);
    }

    /// <summary>Text from a file made safe for a terminal: control characters become visible escapes.</summary>
    public static string Printable(string text)
    {
        if (!text.Any(char.IsControl))
            return text;
        var safe = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (char.IsControl(c))
                safe.Append($"\\x{(int)c:x2}");
            else
                safe.Append(c);
        }

        return safe.ToString();
    }
}

/// <summary>A column of a table.</summary>
/// <param name="Heading">Heading.</param>
/// <param name="Kind">How it is laid out.</param>
internal readonly record struct Column(string Heading, ColumnKind Kind)
{
    /// <summary>A column of short words.</summary>
    public static implicit operator Column(string heading) => new(heading, ColumnKind.Word);

    /// <summary>A column of numbers.</summary>
    public static Column Number(string heading) => new(heading, ColumnKind.Number);

    /// <summary>A column of longer text.</summary>
    public static Column Prose(string heading) => new(heading, ColumnKind.Prose);
}

/// <summary>How a column is laid out.</summary>
internal enum ColumnKind
{
    /// <summary>Left, on one line.</summary>
    Word,

    /// <summary>Right, on one line.</summary>
    Number,

    /// <summary>Left, wrapped where the terminal is narrow.</summary>
    Prose,
}

/// <summary>Spectre's view of a text writer; its own would ask the console, which sends control sequences.</summary>
file sealed class TextOutput(TextWriter writer, int width) : IAnsiConsoleOutput
{
    public TextWriter Writer => writer;

    public bool IsTerminal => false;

    public int Width => width;

    public int Height => 1000;

    public void SetEncoding(Encoding encoding) { }
}

/// <summary>What the two output streams can show.</summary>
/// <param name="OutputColors">ANSI sequences on standard output.</param>
/// <param name="ErrorColors">ANSI sequences on standard error.</param>
/// <param name="Live">Standard error is watched by a person, so a line may be rewritten.</param>
/// <param name="Width">Columns of standard output.</param>
internal sealed record TerminalStyle(bool OutputColors, bool ErrorColors, bool Live, int Width)
{
    /// <summary>Width of a file or pipe: tables are as wide as their content.</summary>
    public const int UnlimitedWidth = 4096;

    /// <summary>Two files or pipes.</summary>
    public static readonly TerminalStyle Redirected = new(false, false, false, UnlimitedWidth);
}
