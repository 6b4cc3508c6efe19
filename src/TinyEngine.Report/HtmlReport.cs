using System.Collections.Immutable;
using TinyEngine.Compiler.Emission;
using TinyEngine.Report.Html;
using TinyEngine.Report.Sections;

namespace TinyEngine.Report;

/// <summary>
/// The page <c>report.html</c>: one file that holds all it needs, so that it opens from a disk, an archive or a mail. The same sources and
/// subject give the same bytes. It shows facts of the plan and computes none.
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
        var (html, sections) = (new HtmlWriter(), Sections(sources, subject));
        html.Line($"<!DOCTYPE html>");
        using (html.Element("html", $"lang=\"en\""))
        {
            PageFrame.WriteHead(html, subject);
            using (html.Element("body"))
            {
                PageFrame.WriteHeader(html, sources, subject, sections);
                using (html.Element("main"))
                {
                    foreach (var section in sections)
                    {
                        using var element = html.Element("section", $"id=\"{section.Id}\" aria-labelledby=\"{section.Id}-heading\"");
                        html.Line($"<h2 id=\"{section.Id}-heading\">{section.Title}</h2>");
                        section.Write(html);
                    }
                }

                PageFrame.WriteFooter(html, subject);
            }
        }

        return html.ToString();
    }

    private static ImmutableArray<Section> Sections(CSources sources, ReportSubject subject)
    {
        var plan = sources.Plan;
        var instructions = StepInstructions.Of(plan, subject);
        var sections = ImmutableArray.CreateBuilder<Section>();
        sections.Add(new("summary", "Summary", html => SummarySection.Write(html, sources, subject, instructions)));
        if (!subject.Diagnostics.IsEmpty)
            sections.Add(new("messages", "Messages", html => MessageSection.Write(html, subject.Diagnostics)));
        sections.Add(new("memory", "Memory map", html => MemoryMapSection.Write(html, plan, subject)));
        if (!plan.Schedule.Steps.IsEmpty)
            sections.Add(new("work", "Where the time goes", html => WorkSection.Write(html, plan, instructions)));
        if (subject.Front.Length > 1)
            sections.Add(new("plans", "Plans", html => FrontSection.Write(html, plan, subject.Front)));
        if (!plan.Schedule.Stages.IsEmpty)
            sections.Add(new("stages", "Stages", html => StageSection.Write(html, plan)));
        if (plan.Schedule.Patches is not null)
            sections.Add(new("patches", "Patches", html => PatchSection.Write(html, plan.Schedule)));
        sections.Add(new("steps", "Steps", html => StepTableSection.Write(html, plan, instructions)));
        return sections.ToImmutable();
    }
}
