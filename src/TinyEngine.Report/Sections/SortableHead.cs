using TinyEngine.Report.Html;

namespace TinyEngine.Report.Sections;

/// <summary>A column whose head sorts the table.</summary>
/// <param name="Title">Its head.</param>
/// <param name="IsNumber">Whether cells are numbers: set flush right, and sorted from the largest first.</param>
internal readonly record struct SortColumn(string Title, bool IsNumber = false)
{
    /// <summary>A column of numbers.</summary>
    public static SortColumn Number(string title) => new(title, true);
}

/// <summary>The head of a table that the script of the page sorts when a column's button is pressed, and the cells it sorts by.</summary>
internal static class SortableHead
{
    /// <summary>Writes the head.</summary>
    /// <param name="html">The page.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="sorted">Which column the rows are in order of.</param>
    /// <param name="descending">Whether that order starts with the largest.</param>
    public static void Write(HtmlWriter html, IReadOnlyList<SortColumn> columns, int sorted, bool descending = false)
    {
        using var head = html.Element("thead");
        using var row = html.Element("tr");
        foreach (var (index, column) in columns.Index())
        {
            var order = index == sorted ? Markup.Of($" aria-sort=\"{(descending ? "descending" : "ascending")}\"") : Markup.None;
            var number = column.IsNumber ? Markup.Of($" class=\"num\"") : Markup.None;
            html.Line($"<th scope=\"col\"{number}{order}><button type=\"button\">{column.Title}</button></th>");
        }
    }

    /// <summary>A cell with a number.</summary>
    public static Markup Cell(long number) => Markup.Of($"<td class=\"num\" data-sort=\"{number}\">{number:N0}</td>");

    /// <summary>A cell with a ratio, empty when there is nothing to relate to.</summary>
    public static Markup Ratio(long number, long to) =>
        to == 0 ? CellUnlessZero(0) : Markup.Of($"<td class=\"num\" data-sort=\"{(double)number / to:F4}\">{(double)number / to:F2}</td>");

    /// <summary>A cell with a number, empty when that is 0.</summary>
    public static Markup CellUnlessZero(long number) => number != 0 ? Cell(number) : Markup.Of($"<td class=\"num\" data-sort=\"0\">–</td>");
}
