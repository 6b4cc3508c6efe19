using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain;
using YamlDotNet.RepresentationModel;

namespace TinyEngine.Boards;

/// <summary>Reads one board: each field is checked, and what is unknown is no field.</summary>
internal sealed partial class BoardReader
{
    private static readonly string[] Fields = ["name", "title", "core", "clockMegahertz", "ram", "arena", "flash", "source", "note"];

    private readonly YamlMappingNode _map;
    private readonly string _file;
    private readonly DiagnosticBag _bag;
    private bool _wrong;

    private BoardReader(YamlMappingNode map, string file, DiagnosticBag bag) => (_map, _file, _bag) = (map, file, bag);

    /// <summary>Reads a board.</summary>
    /// <returns>The board, or null after errors were reported.</returns>
    public static Board? Read(YamlNode node, string file, DiagnosticBag bag)
    {
        if (node is YamlMappingNode map)
            return new BoardReader(map, file, bag).Read();
        bag.Add(
            Diag.BoardField,
            new Place(file, $"line {node.Start.Line}"),
            "a board is a list of fields, this is something else",
            @try: $"give it the fields {string.Join(", ", Fields)}"
        );
        return null;
    }

    private Board? Read()
    {
        foreach (var key in _map.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } word } || !Fields.Contains(word))
                Report(key, $"there is no field '{(key as YamlScalarNode)?.Value}'", $"the fields are {string.Join(", ", Fields)}");
        }

        var name = Text("name");
        if (name is not null && !Name().IsMatch(name))
            Report(
                BoardFile.Find(_map, "name")!,
                $"'{name}' cannot be the name of a board",
                "use small letters, digits and hyphens, and start with a letter"
            );
        var core = Core();
        var clock = Number(
            "clockMegahertz",
            text =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= 5000
                    ? value
                    : null,
            "a whole number of MHz"
        );
        var banks = Banks();
        var arena = Optional("arena") is null ? banks.Select(bank => bank.Bytes).DefaultIfEmpty().Max() : Number("arena", ByteSize, Size);
        if (arena is { } most && !banks.IsEmpty && most > banks.Sum(bank => (long)bank.Bytes))
            Report(
                BoardFile.Find(_map, "arena")!,
                $"the arena of {most:N0} bytes is larger than all RAM together",
                "'arena' is the largest piece of RAM in one address range"
            );
        var flash = Number("flash", ByteSize, Size);
        var (title, source) = (Text("title"), Text("source"));
        return _wrong
            ? null
            : new Board(name!, title!, core!, clock!.Value, banks, arena!.Value, flash!.Value, source!) { Note = Optional("note") ?? "" };
    }

    private const string Size = "a size, for example 65536, 64K or 1M";

    private Target? Core()
    {
        if (Text("core") is not { } name)
            return null;
        if (Target.Find(name) is { } target && target != Target.Host)
            return target;
        Report(
            BoardFile.Find(_map, "core")!,
            $"the core '{name}' is unknown",
            $"the cores are {string.Join(", ", Target.All.Where(known => known != Target.Host))}"
        );
        return null;
    }

    private ImmutableArray<MemoryBank> Banks()
    {
        if (BoardFile.Find(_map, "ram") is not YamlMappingNode { Children.Count: > 0 } map)
        {
            Report(
                BoardFile.Find(_map, "ram") ?? _map,
                "'ram' is missing or no list of banks",
                "write each bank as 'NAME: SIZE', for example 'DTCM: 64K'"
            );
            return [];
        }

        var banks = ImmutableArray.CreateBuilder<MemoryBank>();
        foreach (var (key, value) in map.Children)
        {
            if (
                key is YamlScalarNode { Value: { Length: > 0 } name }
                && value is YamlScalarNode { Value: { } text }
                && ByteSize(text) is { } bytes
            )
                banks.Add(new MemoryBank(name, bytes));
            else
                Report(key, $"the bank '{(key as YamlScalarNode)?.Value}' has no size that can be read", $"it is {Size}");
        }

        return banks.ToImmutable();
    }

    private int? Number(string field, Func<string, int?> parse, string what)
    {
        if (Text(field) is not { } text)
            return null;
        if (parse(text) is { } number)
            return number;
        Report(BoardFile.Find(_map, field)!, $"'{text}' is no value for '{field}'", $"it is {what}");
        return null;
    }

    private string? Text(string field)
    {
        if (Optional(field) is { } text)
            return text;
        Report(
            BoardFile.Find(_map, field) ?? _map,
            $"'{field}' is missing or empty",
            $"a board has {string.Join(", ", Fields)}; 'arena' and 'note' may be left out"
        );
        return null;
    }

    private string? Optional(string field) => BoardFile.Find(_map, field) is YamlScalarNode { Value: { Length: > 0 } text } ? text : null;

    private void Report(YamlNode node, string message, string remedy)
    {
        _wrong = true;
        var name = (BoardFile.Find(_map, "name") as YamlScalarNode)?.Value;
        _bag.Add(
            Diag.BoardField,
            new Place(_file, $"line {node.Start.Line}{(name is null ? "" : $", board '{name}'")}"),
            message,
            @try: remedy
        );
    }

    private static int? ByteSize(string text) =>
        Bytes().Match(text) is { Success: true } match
        && long.TryParse(match.Groups["digits"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number
            * (
                match.Groups["unit"].Value switch
                {
                    "K" => 1024L,
                    "M" => 1024L * 1024,
                    _ => 1L,
                }
            )
            is > 0
                and <= int.MaxValue
                and var bytes
            ? (int)bytes
            : null;

    [GeneratedRegex("^[a-z][a-z0-9-]{0,63}$")]
    private static partial Regex Name();

    [GeneratedRegex("^(?<digits>[0-9]{1,10})(?<unit>[KM]?)$")]
    private static partial Regex Bytes();
}
