using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using TinyEngine.Boards;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli;

/// <summary>The options that name a board.</summary>
internal static class BoardArguments
{
    private const int MaximumFileBytes = 1 << 20;

    /// <summary>The board.</summary>
    public static Option<string?> Board { get; } =
        new("--board")
        {
            Description = "the board to work for: sets the target and the limits of RAM and flash; 'tinyengine boards' lists them",
            HelpName = "NAME",
        };

    /// <summary>Boards of the user's own.</summary>
    public static Option<string?> BoardsFile { get; } =
        new("--boards") { Description = "a YAML file with boards of your own, which come on top of the known ones", HelpName = "FILE" };

    /// <summary>Declares both.</summary>
    public static void AddTo(Verb verb)
    {
        verb.Add(Board);
        verb.Add(BoardsFile);
    }

    /// <summary>All boards of a call.</summary>
    /// <returns>The boards by name, or null after an error of the user's file was reported.</returns>
    public static ImmutableArray<Board>? All(string? file, DiagnosticBag bag)
    {
        if (file is null)
            return BoardCatalog.BuiltIn;
        return
            InputFile.Read(file, MaximumFileBytes, bag) is { } bytes && BoardFile.Read(Encoding.UTF8.GetString(bytes), file, bag) is { } own
            ? BoardCatalog.With(own)
            : null;
    }

    /// <summary>Finds the board of a call.</summary>
    /// <returns>Whether there was no error of the user's file, which is then reported.</returns>
    public static bool Resolve(Invocation call)
    {
        if (call.Get(Board) is not { } name && call.Get(BoardsFile) is null)
            return true;
        if (All(call.Get(BoardsFile), call.Diagnostics) is not { } boards)
            return false;
        call.Board = boards.FirstOrDefault(board => board.Name == call.Get(Board));
        return true;
    }

    /// <summary>What is wrong with the name of the board, or null. A file that cannot be read is found later.</summary>
    public static UsageError? FindError(ParseResult parse, Verb verb)
    {
        if (
            !verb.Options.Contains(Board)
            || parse.GetValue(Board) is not { } name
            || All(parse.GetValue(BoardsFile), new DiagnosticBag()) is not { } boards
            || boards.Any(board => board.Name == name)
        )
            return null;
        return new UsageError(
            $"unknown board '{name}'; 'tinyengine boards' lists the known ones",
            Suggestions.Nearest(name, boards.Select(board => board.Name)) ?? Containing(name, boards),
            verb
        );
    }

    // "pico" is far from "raspberry-pi-pico" in letters, and yet what was meant.
    private static string? Containing(string name, ImmutableArray<Board> boards)
    {
        var plain = Plain(name);
        var found = boards
            .Where(board =>
                plain.Length > 2
                && (
                    Plain(board.Name).Contains(plain, StringComparison.Ordinal)
                    || Plain(board.Title).Contains(plain, StringComparison.Ordinal)
                )
            )
            .Select(board => board.Name)
            .ToList();
        return found.Count > 0 ? string.Join(", ", found) : null;
    }

    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
