using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Kernels;

namespace TinyEngine.Compiler.Emission;

/// <summary>
/// Puts the kernels of one library together: LIBRARY_kernels.h declares them, LIBRARY_kernels.c holds those in use with all that they
/// include, each file once. Macros give every function with external linkage the library's prefix, so that libraries link into one program,
/// also libraries of different versions of this tool.
/// </summary>
internal sealed partial class KernelSources
{
    private const string Declarations = "te_kernels.h";

    private readonly string _library;
    private readonly ImmutableArray<string> _symbols;
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);

    private KernelSources(string library, IEnumerable<string> symbols)
    {
        _library = library;
        _symbols = [.. symbols.Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The files of a library.</summary>
    /// <param name="library">A C identifier, the prefix.</param>
    /// <param name="symbols">The kernels in use.</param>
    public static IEnumerable<KeyValuePair<string, string>> For(string library, IEnumerable<string> symbols)
    {
        var sources = new KernelSources(library, symbols);
        var files = new Dictionary<string, string> { [$"{library}_kernels.h"] = sources.Header() };
        foreach (var group in sources._symbols.GroupBy(Setting).OrderBy(group => group.Key, StringComparer.Ordinal))
            files[$"{library}_kernels{group.Key.ToLowerInvariant()}.c"] = sources.Source(group.Key, [.. group]);
        return files;
    }

    private string Header()
    {
        var macro = $"{_library.ToUpperInvariant()}_KERNELS_H";
        var needed = _symbols.SelectMany(symbol => Closure($"{symbol}.c")).Append("te_types.h").ToHashSet(StringComparer.Ordinal);
        var text = new IncludedText(needed.Contains, _declared);
        text.Add(Declarations);
        var c = new CWriter();
        c.Line(
            $"/* Kernels of {_library}, for its own sources only: with its prefix, so that any other library may hold the same ones. */"
        );
        c.Line($"#ifndef {macro}").Line($"#define {macro}").Line();
        WriteHead(c, text, _symbols);
        c.Verbatim(text.ToString());
        foreach (var symbol in _symbols)
            c.Verbatim($"{KernelTable.Of(symbol).Prototype.Head(symbol)};\n");
        c.Line().Line("#endif");
        return c.ToString();
    }

    private string Source(string setting, ImmutableArray<string> symbols)
    {
        var text = new IncludedText(_ => true, new HashSet<string>(_declared, StringComparer.Ordinal));
        foreach (var symbol in symbols)
            text.Add($"{symbol}.c");
        var code = text.ToString();
        var c = new CWriter();
        c.Line($"/* The kernels of {_library} that are in use. */").Line($"#include \"{_library}_kernels.h\"").Line();
        WriteHead(c, text, SharedFunctions(code, setting.ToLowerInvariant()));
        c.Verbatim(code.TrimEnd('\n')).Line();
        return c.ToString();
    }

    /// <summary>Writes what stands before kernel files: headers of the C library, and the names that get the prefix.</summary>
    private void WriteHead(CWriter c, IncludedText text, IEnumerable<string> functions)
    {
        foreach (var header in text.SystemHeaders)
            c.Line($"#include <{header}>");
        c.Line();
        foreach (var function in functions)
            c.Line($"#define {function} {_library}_{function}");
        c.Line();
    }

    /// <summary>The macro that a kernel's source defines for the files that it includes, without <c>TE</c>: kernels of different settings
    /// cannot be in one source.</summary>
    private static string Setting(string symbol) => KernelTable.Of(symbol).Encoding == KernelEncoding.AnyShift ? "_ANYSHIFT" : "";

    /// <summary>Functions that the linker keeps once however many sources have them.</summary>
    private static IEnumerable<string> SharedFunctions(string code, string setting) =>
        Shared()
            .Matches(code)
            .Select(match => match.Groups["name"].Value + (match.Groups["encoding"].Success ? setting : ""))
            .Distinct()
            .Order(StringComparer.Ordinal);

    private static HashSet<string> Closure(string file)
    {
        var (seen, open) = (new HashSet<string>(StringComparer.Ordinal), new Stack<string>([file]));
        while (open.TryPop(out var next))
        {
            if (!seen.Add(next))
                continue;
            foreach (Match include in Include().Matches(KernelLibrary.Text(next)))
                open.Push(include.Groups["file"].Value);
        }

        return seen;
    }

    [GeneratedRegex("""^#include "(?<file>[^"]+)"$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Include();

    // TE_SHARED TE_RARE void te_clamp_s8_slow(...), or with TE_BY_ENCODING(te_block_s8_1_last)(...)
    [GeneratedRegex(
        @"^TE_SHARED\b[^;{(]*?(?<encoding>\bTE_BY_ENCODING\()?\b(?<name>te_\w+)\)?\(",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Shared();
}
