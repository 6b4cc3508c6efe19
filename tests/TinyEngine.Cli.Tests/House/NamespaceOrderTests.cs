using Microsoft.CodeAnalysis;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.House;

/// <summary>Keeps the compiler's one assembly free of cycles: a file uses only its own namespace and those before it in the list, by
/// <c>using</c>, by a qualified name, or through an alias.</summary>
public class NamespaceOrderTests
{
    private const string Prefix = "TinyEngine.Compiler";

    // The order of dependency, which is also the order in which to read the code.
    private static readonly string[] Order =
    [
        "Formats",
        "Targets",
        "CSource",
        "Calls",
        "Kernels",
        "Proofs",
        "Costs",
        "Lowering",
        "Operators",
        "Import",
        "Passes",
        "Training",
        "Scheduling",
        "Planning",
        "Choosing",
        "Constants",
        "Emission",
        "Interpreter",
        "Networks",
        "Pipeline",
    ];

    // Identifiers of rooms and of their types, by the place of the room.
    private static readonly Lazy<ILookup<string, int>> Rooms = new(() =>
        CompilerSource
            .Files.Where(path => Rank(path) >= 0)
            .SelectMany(path => CompilerSource.Declared(path).Select(name => (Name: name, Room: Rank(path))))
            .Concat(Order.Select((name, room) => (Name: name, Room: room)))
            .ToLookup(pair => pair.Name, pair => pair.Room)
    );

    [Fact]
    public void A_file_uses_only_its_own_namespace_and_earlier_ones() =>
        CompilerSource.Files.AsParallel().SelectMany(path => Violations(path)).ShouldBeEmpty();

    [Theory]
    [InlineData("using TinyEngine.Compiler.Planning;")]
    [InlineData("using Later = TinyEngine.Compiler.Planning.MemoryPlan;")]
    [InlineData("class Early { TinyEngine.Compiler.Planning.MemoryPlan plan; }")]
    [InlineData("class Early { object plan = typeof(global::TinyEngine.Compiler.Planning.MemoryPlan); }")]
    [InlineData("namespace TinyEngine.Compiler.CSource { class Early { Planning.MemoryPlan plan; } }")]
    public void A_name_against_the_order_is_found(string text) =>
        Violations(CompilerSource.Files.First(file => Rank(file) == Array.IndexOf(Order, "CSource")), text)
            .ShouldHaveSingleItem()
            .ShouldEndWith("uses TinyEngine.Compiler.Planning, which comes after CSource");

    [Fact]
    public void Of_an_operator_only_its_mapping_knows_a_file_format()
    {
        var formats = Array.IndexOf(Order, "Formats");
        CompilerSource
            .Files.Where(path => Rank(path) == Array.IndexOf(Order, "Operators"))
            .SelectMany(path => CompilerSource.Names(path, name => Rooms.Value[name].Contains(formats)).Select(name => (path, Room(name))))
            .Where(use => use.Item2 == "Formats")
            .ShouldBeEmpty();
    }

    [Fact]
    public void A_file_says_the_namespace_of_its_folder()
    {
        foreach (var path in CompilerSource.Files)
        {
            var folder = Path.GetRelativePath(CompilerSource.Folder, path).Split('/')[0];
            var expected = folder.EndsWith(".cs", StringComparison.Ordinal) ? Prefix : $"{Prefix}.{folder}";
            File.ReadLines(path)
                .First(line => line.StartsWith("namespace ", StringComparison.Ordinal))
                .ShouldStartWith($"namespace {expected}", customMessage: path);
        }
    }

    private static List<string> Violations(string path, string? text = null)
    {
        var (own, name) = (Rank(path), Path.GetRelativePath(Repository.Root, path));
        if (own < 0)
            return [$"{name} stands in no folder of the list"];
        return
        [
            .. CompilerSource
                .Names(path, identifier => Rooms.Value[identifier].Any(room => room > own), text)
                .Select(Room)
                .Distinct()
                .Where(used => Array.IndexOf(Order, used) > own)
                .Select(used => $"{name} uses {Prefix}.{used}, which comes after {Order[own]}"),
        ];
    }

    // Files that lie beside the folders (Pipeline.cs) are the last room.
    // How a file format spells an operator stands in the operator's folder and belongs to Import.
    private static int Rank(string path)
    {
        var parts = Path.GetRelativePath(CompilerSource.Folder, path).Split('/');
        return path.EndsWith(".Tflite.cs", StringComparison.Ordinal) ? Array.IndexOf(Order, "Import")
            : parts.Length == 1 ? Order.Length - 1
            : Array.IndexOf(Order, parts[0]);
    }

    // The room of a type, member or namespace of the compiler.
    private static string? Room(ISymbol symbol)
    {
        var type = CompilerSource.TypeOf(symbol);
        var space = (type?.ContainingNamespace ?? symbol as INamespaceSymbol)?.ToDisplayString();
        if (space == Prefix)
            return type is null ? null : Order[^1];
        return space?.StartsWith($"{Prefix}.", StringComparison.Ordinal) == true ? space[(Prefix.Length + 1)..].Split('.')[0] : null;
    }
}
