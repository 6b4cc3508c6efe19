using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TinyEngine.Cli.Tests.Support;

/// <summary>The sources of TinyEngine.Compiler with what their names mean.</summary>
internal static class CompilerSource
{
    /// <summary>The folder of the sources.</summary>
    public static string Folder { get; } = Repository.File("src", "TinyEngine.Compiler");

    // What the SDK adds to each file.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly Lazy<ImmutableDictionary<string, SyntaxTree>> Trees = new(() =>
        Files!.AsParallel().ToImmutableDictionary(path => path, path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), path: path))
    );

    private static readonly Lazy<CSharpCompilation> Compilation = new(Compile);

    /// <summary>The source files.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        .. Directory
            .EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What names in a source file stand for, however they are written: types, their members, namespaces.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wanted">Which identifiers are of interest; the others are not looked up, which takes most of the time.</param>
    /// <param name="text">Takes the place of the file's own text.</param>
    public static ImmutableHashSet<ISymbol> Names(string path, Func<string, bool> wanted, string? text = null)
    {
        var compilation = Compilation.Value;
        var tree = Trees.Value[path];
        if (text is not null)
        {
            var changed = CSharpSyntaxTree.ParseText(text, path: path);
            (compilation, tree) = (compilation.ReplaceSyntaxTree(tree, changed), changed);
        }

        var model = compilation.GetSemanticModel(tree);
        return tree.GetRoot()
            .DescendantNodes()
            .OfType<SimpleNameSyntax>()
            .Where(name => wanted(name.Identifier.ValueText))
            .Select(name => model.GetSymbolInfo(name))
            .Select(info => info.Symbol ?? info.CandidateSymbols.FirstOrDefault())
            .OfType<ISymbol>()
            .ToImmutableHashSet<ISymbol>(SymbolEqualityComparer.Default);
    }

    /// <summary>Identifiers of the types that a file declares.</summary>
    public static IEnumerable<string> Declared(string path) =>
        Trees
            .Value[path]
            .GetRoot()
            .DescendantNodes(node => node is not BlockSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Select(member =>
                member switch
                {
                    BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
                    DelegateDeclarationSyntax type => type.Identifier.ValueText,
                    _ => "",
                }
            );

    /// <summary>The type that a symbol is, or belongs to.</summary>
    public static INamedTypeSymbol? TypeOf(ISymbol symbol) =>
        (symbol as INamedTypeSymbol ?? symbol.ContainingType)?.OriginalDefinition is { } type ? type.ContainingType ?? type : null;

    private static CSharpCompilation Compile()
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) != "TinyEngine.Compiler.dll")
            .Select(path => MetadataReference.CreateFromFile(path));
        return CSharpCompilation.Create(
            "TinyEngine.Compiler",
            [CSharpSyntaxTree.ParseText(ImplicitUsings), .. Trees.Value.Values],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true)
        );
    }
}
