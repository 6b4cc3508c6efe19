using System.Security.Cryptography;
using System.Text;
using TinyEngine.Compiler.Emission;
using TinyEngine.Report.Html;
using TinyEngine.Report.Sections;

namespace TinyEngine.Report;

/// <summary>What stands around the sections: head with style and script, title, foot.</summary>
internal static class PageFrame
{
    private static readonly string Style = Read("report.css") + Read("map.css");
    private static readonly string Script = Read("report.js");

    // The browser itself then refuses everything but this style and this script: nothing is fetched, and no other code runs.
    private static readonly string Policy =
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
        + $"script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)))}'";

    /// <summary>Writes the head.</summary>
    public static void WriteHead(HtmlWriter html, ReportSubject subject)
    {
        using var head = html.Element("head");
        html.Line($"<meta charset=\"utf-8\">");
        html.Line($"<meta http-equiv=\"Content-Security-Policy\" content=\"{new Markup(Policy)}\">");
        html.Line($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        html.Line($"<meta name=\"color-scheme\" content=\"light dark\">");
        html.Line($"<title>{subject.Model} on {subject.Target} – TinyEngine report</title>");
        html.Line($"<link rel=\"icon\" href=\"data:,\">");
        html.Verbatim($"<style>{Style}</style>\n");
    }

    /// <summary>Writes title and contents.</summary>
    public static void WriteHeader(HtmlWriter html, CSources sources, ReportSubject subject, IEnumerable<Section> sections)
    {
        using var header = html.Element("header");
        html.Line($"<h1>{Wording.Name(subject.Model, 80)}</h1>");
        var schedule = sources.Plan.Schedule;
        html.Line(
            $"""<p class="subtitle">for <strong>{subject.Target}</strong> · schedule <strong>{schedule.Name}</strong> · """
                + $"{schedule.Steps.Length:N0} steps</p>"
        );
        var links = Markup.Join(" ", sections.Select(section => Markup.Of($"<a href=\"#{section.Id}\">{section.Title}</a>")));
        html.Line($"<nav aria-label=\"Sections\">{links}</nav>");
    }

    /// <summary>Writes the foot, and the script, which finds everything it serves above it.</summary>
    public static void WriteFooter(HtmlWriter html, ReportSubject subject)
    {
        html.Line(
            $"<footer><p>Written by TinyEngine for .NET {subject.Version}. The same model and options give the same page.</p></footer>"
        );
        html.Verbatim($"<script>{Script}</script>\n");
    }

    private static string Read(string file)
    {
        using var stream = typeof(PageFrame).Assembly.GetManifestResourceStream($"page/{file}")
            ?? throw new InvalidOperationException($"the assembly lacks {file}");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
