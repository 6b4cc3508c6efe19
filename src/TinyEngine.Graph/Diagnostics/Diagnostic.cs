using System.Text;

namespace TinyEngine.Graph.Diagnostics;

/// <summary>How much a diagnostic weighs: an error stops the pipeline after the stage that found it, a warning does not.</summary>
public enum Severity
{
    /// <summary>Something the user should know; the result is still right.</summary>
    Warning,

    /// <summary>The work cannot be done.</summary>
    Error,
}

/// <summary>Where a diagnostic points: a file, and inside it (where that makes sense) an operator or a tensor.</summary>
/// <param name="File">File name as the user gave it, or another subject such as <c>board x</c>; empty when there is none.</param>
/// <param name="Detail">Place inside the file, for example <c>op 17 MEAN 'head/pool'</c>; empty for the whole file.</param>
public readonly record struct Place(string File, string Detail = "")
{
    /// <summary>No place: the message stands alone.</summary>
    public static readonly Place None = new("");

    /// <inheritdoc/>
    public override string ToString() =>
        (File, Detail) switch
        {
            ("" or null, "" or null) => "tinyengine",
            ("" or null, _) => Detail,
            (_, "" or null) => File,
            _ => $"{File}({Detail})",
        };
}

/// <summary>One entry of the diagnostics ledger (<see cref="Diag"/>): a stable id and a one-line title.</summary>
/// <param name="Id">Stable id, <c>TE</c> and four digits; never renumbered or reused.</param>
/// <param name="Title">What is wrong, in general terms.</param>
/// <param name="Severity">Default weight.</param>
internal sealed record DiagnosticDescriptor(string Id, string Title, Severity Severity = Severity.Error);

/// <summary>One finding about the user's input: what, where, why, and what to do about it.</summary>
public sealed record Diagnostic
{
    private const int LongestText = 600;

    internal Diagnostic(DiagnosticDescriptor descriptor, Place place, string message, string why = "", string @try = "") =>
        (Descriptor, Place, Message, Why, Try) = (descriptor, place, Shorten(message), Shorten(why), Shorten(@try));

    /// <summary>The ledger entry.</summary>
    internal DiagnosticDescriptor Descriptor { get; }

    /// <summary>Where the problem is.</summary>
    public Place Place { get; }

    /// <summary>What is wrong here, one line, no full stop.</summary>
    public string Message { get; }

    /// <summary>Reason or limit behind the message; may be empty.</summary>
    public string Why { get; }

    /// <summary>What the user can do; may be empty.</summary>
    public string Try { get; }

    /// <summary>Stable id, for example <c>TE1012</c>.</summary>
    public string Id => Descriptor.Id;

    /// <summary>Weight.</summary>
    public Severity Severity => Descriptor.Severity;

    /// <summary>The text that people see: one line, then indented <c>why</c>, <c>try</c> and <c>see</c> lines.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Place).Append(": ").Append(Severity == Severity.Error ? "error " : "warning ").Append(Id).Append(": ").Append(Message);
        if (Why.Length > 0)
            text.Append("\n    why: ").Append(Why);
        if (Try.Length > 0)
            text.Append("\n    try: ").Append(Try);
        return text.Append("\n    see: docs/reference/diagnostics/").Append(Id).Append(".md").ToString();
    }

    /// <summary>Lists from a hostile file have thousands of elements.</summary>
    private static string Shorten(string text) => text.Length <= LongestText ? text : text[..LongestText] + "...";
}
