using System.Collections.Immutable;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Boards;

/// <summary>The boards of a call: those that the tool knows, and those of a file.</summary>
internal static class BoardCatalog
{
    private static readonly Lazy<ImmutableArray<Board>> Known = new(ReadKnown);

    /// <summary>The boards that come with the tool, by name.</summary>
    public static ImmutableArray<Board> BuiltIn => Known.Value;

    /// <summary>Adds boards to the built-in ones; a board of the same name replaces the built-in one.</summary>
    public static ImmutableArray<Board> With(IEnumerable<Board> boards)
    {
        var own = boards.ToDictionary(board => board.Name, StringComparer.Ordinal);
        return
        [
            .. BuiltIn.Where(board => !own.ContainsKey(board.Name)).Concat(own.Values).OrderBy(board => board.Name, StringComparer.Ordinal),
        ];
    }

    private static ImmutableArray<Board> ReadKnown()
    {
        using var stream = typeof(BoardCatalog).Assembly.GetManifestResourceStream("boards.yaml")!;
        using var reader = new StreamReader(stream);
        var bag = new DiagnosticBag();
        return BoardFile.Read(reader.ReadToEnd(), "boards.yaml", bag) ?? throw new InvalidOperationException(string.Join('\n', bag.Items));
    }
}
