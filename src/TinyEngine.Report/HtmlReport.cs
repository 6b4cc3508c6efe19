using TinyEngine.Compiler.Emission;
using TinyEngine.Report.Html;
using TinyEngine.Report.Sections;

namespace TinyEngine.Report;

/// <summary>
/// The page <c>report.html</c>: one file that holds all it needs, so that it opens from a disk, an archive or a mail. The same sources and subject
/// give the same bytes. It shows facts of the plan and computes none.
/// </summary>
public static class HtmlReport
{
    /// <summary>Name that the page has in a generated folder.</summary>
    public const string FileName = "report.html";

    /// <summary>Writes the page.</summary>
    /// <param name="sources">What was generated, with the plan it came from.</param>
    /// <param name="subject">What it was generated for.</param>
    /// <returns>The text of an HTML file, to be stored as UTF-8.</returns>
    public static string Write(CSources sources, ReportSubject subject)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(subject);
        var html = new HtmlWriter();
        html.Line($"<!DOCTYPE html>");
        using (html.Element("html", $"lang=\"en\""))
        {
            PageFrame.WriteHead(html, subject);
            using (html.Element("body"))
            {
                PageFrame.WriteHeader(html, sources, subject);
                using (html.Element("main"))
                {
                    SummarySection.Write(html, sources, subject);
                    if (PlanSection.Applies(sources.Plan, subject))
                        PlanSection.Write(html, sources.Plan, subject);
                    MemoryMapSection.Write(html, sources.Plan, subject);
                    StepTableSection.Write(html, sources.Plan);
                }

                PageFrame.WriteFooter(html, subject);
            }
        }

        return html.ToString();
    }
}
