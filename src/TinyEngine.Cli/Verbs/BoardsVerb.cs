using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TinyEngine.Boards;

namespace TinyEngine.Cli.Verbs;

/// <summary><c>tinyengine boards</c>: which boards there are, and what they have.</summary>
internal sealed class BoardsVerb : ReportingVerb<BoardsReport>
{
    private static readonly Option<bool> Markdown = new("--markdown") { Description = "print the table of docs/reference/boards.md" };

    /// <summary>Declares the verb.</summary>
    public BoardsVerb()
        : base("boards", "List the known boards with core, clock, memories and the source of the figures")
    {
        Add(BoardArguments.BoardsFile);
        Add(Markdown);
    }

    /// <inheritdoc/>
    public override string About =>
        """
            'RAM' is the largest piece in one address range, the most that an arena can have; --board takes it and the flash as limits.
            Where 'verified on' says host, 'verify' checks the portable C that the core gets on this machine; the others are emulated.
            """;

    /// <inheritdoc/>
    public override ImmutableArray<Example> Examples =>
        [
            new("boards", "a table of all boards"),
            new("boards --boards mine.yaml", "with boards of your own; says what is wrong with the file"),
        ];

    /// <inheritdoc/>
    protected override JsonTypeInfo<BoardsReport> Json => BoardsJson.Default.BoardsReport;

    /// <inheritdoc/>
    protected override BoardsReport? Execute(Invocation call) =>
        BoardArguments.All(call.Get(BoardArguments.BoardsFile), call.Diagnostics) is { } boards
            ? new BoardsReport([.. boards.Select(ListedBoard.Of)]) { AsMarkdown = call.Get(Markdown) }
            : null;

    /// <inheritdoc/>
    protected override void Print(BoardsReport report, Terminal terminal)
    {
        if (report.AsMarkdown)
        {
            terminal.Out.Write(report.ToMarkdown());
            return;
        }

        terminal.WriteTable(
            [
                "board",
                "core",
                Column.Number("MHz"),
                Column.Number("RAM"),
                Column.Prose("banks"),
                Column.Number("flash"),
                "verified on",
                Column.Prose("source of the figures"),
            ],
            report.Boards.Select(board =>
                new[]
                {
                    board.Name,
                    board.Core,
                    $"{board.ClockMegahertz}",
                    ListedBoard.Size(board.ArenaBytes),
                    board.BankText,
                    ListedBoard.Size(board.FlashBytes),
                    board.VerifiedOn,
                    board.Source,
                }
            )
        );
    }
}

/// <summary>What <c>boards</c> lists.</summary>
/// <param name="Boards">Boards by name.</param>
internal sealed record BoardsReport(ImmutableArray<ListedBoard> Boards) : Report
{
    /// <summary>Whether people get the reference table in place of the usual one.</summary>
    [JsonIgnore]
    public bool AsMarkdown { get; init; }

    /// <summary>The table of the reference page.</summary>
    public string ToMarkdown() =>
        $"""
            | Name | Board | Core | MHz | RAM in one piece | Banks | Flash | Verified on | Source |
            |---|---|---|--:|--:|---|--:|---|---|
            {string.Join('\n', Boards.Select(board => board.MarkdownRow))}

            """;
}

/// <summary>A board.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Title">Name for people, with the chip.</param>
/// <param name="Core">The target that it sets.</param>
/// <param name="VerifiedOn">The target that <c>verify</c> runs its code on.</param>
/// <param name="ClockMegahertz">Highest clock.</param>
/// <param name="ArenaBytes">Largest piece of RAM in one address range.</param>
/// <param name="Banks">RAM.</param>
/// <param name="FlashBytes">Flash.</param>
/// <param name="Source">Document that the figures are from.</param>
/// <param name="Note">What else is worth knowing.</param>
internal sealed record ListedBoard(
    string Name,
    string Title,
    string Core,
    string VerifiedOn,
    int ClockMegahertz,
    int ArenaBytes,
    ImmutableArray<ListedBank> Banks,
    int FlashBytes,
    string Source,
    string Note
)
{
    /// <summary>Banks for people.</summary>
    [JsonIgnore]
    public string BankText => string.Join(", ", Banks.Select(bank => $"{bank.Name} {Size(bank.Bytes)}"));

    /// <summary>A row of the reference page.</summary>
    [JsonIgnore]
    public string MarkdownRow =>
        $"| `{Name}` | {Title} | {Core} | {ClockMegahertz} | {Size(ArenaBytes)} | {BankText} | {Size(FlashBytes)} | {VerifiedOn} "
        + $"| {Source}{(Note.Length > 0 ? $" ({Note})" : "")} |";

    /// <summary>A board as it is listed.</summary>
    public static ListedBoard Of(Board board) =>
        new(
            board.Name,
            board.Title,
            board.Core.Name,
            board.Core.RunsOn.Name,
            board.ClockMegahertz,
            board.ArenaBytes,
            [.. board.Banks.Select(bank => new ListedBank(bank.Name, bank.Bytes))],
            board.FlashBytes,
            board.Source,
            board.Note
        );

    /// <summary>A size for people, as the options take it.</summary>
    public static string Size(int bytes) =>
        bytes switch
        {
            _ when bytes % (1 << 20) == 0 => $"{bytes >> 20}M",
            _ when bytes % (1 << 10) == 0 => $"{bytes >> 10}K",
            _ => $"{bytes}",
        };
}

/// <summary>A memory of a board.</summary>
/// <param name="Name">What its data sheet calls it.</param>
/// <param name="Bytes">Size.</param>
internal sealed record ListedBank(string Name, int Bytes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BoardsReport))]
internal sealed partial class BoardsJson : JsonSerializerContext;
