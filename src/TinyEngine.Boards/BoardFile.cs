using System.Collections.Immutable;
using TinyEngine.Graph.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TinyEngine.Boards;

/// <summary>Reads boards from YAML. Everything that is wrong is reported with its line, all of it in one run.</summary>
internal static class BoardFile
{
    private const int MaximumBoards = 1000;

    /// <summary>Reads a file's text.</summary>
    /// <param name="text">YAML: a list of boards under the key <c>boards</c>.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="bag">Receives what is wrong.</param>
    /// <returns>The boards by name, or null after errors were reported.</returns>
    public static ImmutableArray<Board>? Read(string text, string file, DiagnosticBag bag)
    {
        ArgumentNullException.ThrowIfNull(bag);
        var before = bag.ErrorCount;
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            bag.Add(
                Diag.BoardFileSyntax,
                new Place(file, $"line {exception.Start.Line}"),
                $"this is not YAML: {exception.Message.ReplaceLineEndings(" ")}",
                @try: "docs/reference/boards.md shows the form"
            );
            return null;
        }

        if (
            stream.Documents is not [{ RootNode: YamlMappingNode root }]
            || Find(root, "boards") is not YamlSequenceNode { Children.Count: > 0 and <= MaximumBoards } list
        )
        {
            bag.Add(
                Diag.BoardFileSyntax,
                new Place(file),
                $"there is no list of 1 to {MaximumBoards} boards under the key 'boards'",
                @try: "docs/reference/boards.md shows the form"
            );
            return null;
        }

        var boards = list.Children.Select(node => BoardReader.Read(node, file, bag)).OfType<Board>().ToList();
        foreach (var twice in boards.GroupBy(board => board.Name).Where(group => group.Count() > 1))
            bag.Add(
                Diag.BoardField,
                new Place(file),
                $"there are {twice.Count()} boards named '{twice.Key}'",
                @try: "give each a name of its own"
            );
        return bag.ErrorCount > before ? null : [.. boards.OrderBy(board => board.Name, StringComparer.Ordinal)];
    }

    internal static YamlNode? Find(YamlMappingNode map, string key) =>
        map.Children.FirstOrDefault(pair => (pair.Key as YamlScalarNode)?.Value == key).Value;
}
