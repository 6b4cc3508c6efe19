using TinyEngine.Report.Html;

namespace TinyEngine.Report.Sections;

/// <summary>A part of the page with a heading, which the contents name.</summary>
/// <param name="Id">Its identifier; that of its heading ends in <c>-heading</c>.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Write">Writes what stands below the heading.</param>
internal sealed record Section(string Id, string Title, Action<HtmlWriter> Write);
