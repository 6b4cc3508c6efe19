using System.Collections.Immutable;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Report.Html;

namespace TinyEngine.Report.Sections;

/// <summary>Errors and warnings, each with its reason and remedy.</summary>
internal static class MessageSection
{
    /// <summary>Writes the section.</summary>
    public static void Write(HtmlWriter html, ImmutableArray<Diagnostic> diagnostics)
    {
        using var list = html.Element("ul", $"class=\"messages\"");
        foreach (var diagnostic in diagnostics)
        {
            var kind = diagnostic.Severity == Severity.Error ? "error" : "warning";
            using var item = html.Element("li", $"class=\"{kind}\"");
            html.Line($"<p><strong>{kind} {diagnostic.Id}</strong> {diagnostic.Place.ToString()}: {diagnostic.Message}</p>");
            if (diagnostic.Why.Length > 0)
                html.Line($"<p class=\"note\">why: {diagnostic.Why}</p>");
            if (diagnostic.Try.Length > 0)
                html.Line($"<p class=\"note\">try: {diagnostic.Try}</p>");
        }
    }
}
